#pragma once

#include "actors/base/failure.hpp"
#include "actors/exchange/options.hpp"
#include "actors/http_service/interface.hpp"
#include "actors/pipeline/state_bag.hpp"
#include "actors/pool/interface.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/stream.hpp"

#include "codecs/base/octets.hpp"
#include "codecs/http1/head.hpp"
#include "codecs/proxy_protocol/header.hpp"

#include <string_view>

namespace troupe::actors {

/// What a session is to its exchange: the client, whatever its version of HTTP,
/// and an actor's means to ask others. Nothing leaves before flush(), and
/// octets that are borrowed are borrowed until then.
class session_side {
public:
  // -- the client -------------------------------------------------------------

  /// 1xx. Dropped where the client would not understand.
  virtual void send_interim(const codecs::http1::response_head& head) = 0;
  /// The final head, which may be taken out: its views point into `text`, or
  /// belong to its fields. `framing` tells how long the body is, if one
  /// follows; the session frames it as its client understands. `via` is our
  /// name, or empty.
  virtual void send_head(codecs::http1::response_head& head,
                         std::string_view text, codecs::http::framing framing,
                         std::string_view via)
    = 0;
  virtual void send_body(codecs::octets piece) = 0;
  virtual void send_end(const codecs::fields::map& trailers) = 0;
  virtual void flush() = 0;

  /// Holds octets that the client has not taken yet: bring no more, and wait
  /// for exchange::resume().
  virtual bool congested() const = 0;

  /// A socket that takes body octets as they are, past send_body(), or nullptr.
  /// What was sent before has left when there is one.
  virtual runtime::net::stream* bare_socket() = 0;
  /// So many went that way.
  virtual void sent_bare(std::size_t n) = 0;

  /// Instead of a response, before send_head(): an error of ours.
  virtual void answer(const failure& why) = 0;
  /// Tells the logs why what is answered next is no success; answer() and cut()
  /// tell them by themselves.
  virtual void note(const failure& why) = 0;
  /// What the client still has to send of its request is not wanted: the
  /// connection ends with the response, if there is any.
  virtual void forgo_body() = 0;
  /// After send_head(): the response cannot be finished, and the client must
  /// be able to tell.
  virtual void cut(const failure& why) = 0;

  /// 101: the head leaves, and from then on the two connections belong to a
  /// tunnel. `early` is what the origin sent behind the head. Borrowed.
  virtual void switch_protocols(const codecs::http1::response_head& head,
                                const exchange_options& options,
                                connection_ptr upstream, codecs::octets early)
    = 0;

  /// What stages remember of the client's connection.
  virtual state_bag& connection_state() = 0;

  /// Whose connection this is: what a proxy in front of us has said, or the two
  /// ends of our socket.
  virtual codecs::proxy_protocol::header announced() const {
    return {.local = true};
  }

  // -- the actor --------------------------------------------------------------

  /// The answer comes as exchange::on_lease(), if the lease is still wanted.
  virtual void ask_pool(const pool_actor& pool, lease_id lease) = 0;
  virtual void forget_lease(const pool_actor& pool, lease_id lease) = 0;
  /// The answer comes as exchange::on_served().
  virtual void ask_service(const http_service_actor& service, serve question)
    = 0;
  /// A socket of the exchange is ready: comes back as exchange::on_upstream(),
  /// with the session as the running actor.
  virtual void enter_exchange(runtime::loop::readiness what) = 0;
  /// Calls exchange::resume(), when others have had their turn.
  virtual void yield_exchange() = 0;

protected:
  ~session_side() = default;
};

} // namespace troupe::actors

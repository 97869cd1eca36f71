#pragma once

#include "actors/base/failure.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/stream.hpp"

#include "codecs/base/octets.hpp"
#include "codecs/http1/head.hpp"

#include <string_view>

namespace troupe::actors {

/// A client as an exchange sees it, whatever the version of HTTP: the session
/// implements it. Nothing leaves before flush(), and octets that are borrowed
/// are borrowed until then.
class downstream {
public:
  /// 1xx. Dropped where the client would not understand.
  virtual void send_interim(const codecs::http1::response_head& head) = 0;
  /// The final head. `framing` tells what is known of the body; the session
  /// frames it as its client understands.
  virtual void send_head(const codecs::http1::response_head& head,
                         codecs::http::framing framing,
                         std::string_view via)
    = 0;
  virtual void send_body(codecs::octets piece) = 0;
  virtual void send_end(const codecs::fields::map& trailers) = 0;
  virtual void flush() = 0;

  /// Holds octets that the client has not taken yet: bring no more, and wait
  /// for exchange::resume().
  virtual bool congested() const = 0;

  /// A socket that takes body octets as they are, past send_body(), or nullptr.
  /// Everything sent so far has left when there is one.
  virtual runtime::net::stream* bare_socket() = 0;

  /// Instead of a response, before send_head(): an error of ours.
  virtual void answer(const failure& why) = 0;
  /// After send_head(): the response cannot be finished, and the client must
  /// be able to tell.
  virtual void cut(const failure& why) = 0;

protected:
  ~downstream() = default;
};

} // namespace troupe::actors

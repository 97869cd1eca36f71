#pragma once

#include "actors/base/failure.hpp"
#include "actors/exchange/attempt_watcher.hpp"
#include "actors/exchange/exchange.hpp"
#include "actors/exchange/request_writer.hpp"
#include "actors/exchange/session_side.hpp"
#include "actors/pipeline/phase.hpp"
#include "actors/pipeline/state_bag.hpp"

#include "runtime/loop/event_loop.hpp"

#include "codecs/http1/head.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

struct exchange_tools;
struct site;

/// When the parts of an exchange happened; those that did not are empty.
struct exchange_times {
  runtime::time::steady_point begun; ///< the request's head was read
  std::optional<runtime::time::steady_point>
    forwarded; ///< the stages were through
  std::optional<runtime::time::steady_point> connected; ///< the last attempt
  std::optional<runtime::time::steady_point>
    first_octet; ///< of the origin's head
  std::optional<runtime::time::steady_point> ended;
};

/// What an exchange has done so far.
struct exchange_account {
  std::uint64_t request_octets = 0;  ///< of the body, as it came
  std::uint64_t response_octets = 0; ///< of the body, as it went to the client
  std::uint32_t attempts = 0;        ///< connections to backends
  bool reused = false; ///< the last attempt's connection had served others
};

/// An exchange as its stages see it. Lives as long as the exchange; what it
/// hands out is borrowed, until the stage returns unless said otherwise.
class exchange_context {
public:
  // -- the request ------------------------------------------------------------

  /// Changes are forwarded until upstream_request, and then only those that
  /// upstream_head() gets. Its views live as long as the exchange: text that is
  /// put into it lives in its fields (fields::map::set, append, keep).
  codecs::http1::request_head& request() noexcept { return *request_; }
  const codecs::http1::request_head& request() const noexcept {
    return *request_;
  }
  /// Replaces path and query, in origin form. False, and nothing has changed,
  /// if that is no such target.
  bool target(std::string_view text);
  /// Replaces whom the request is for: Host, host[:port].
  bool authority(std::string_view text);

  /// Until choose_upstream: nothing is forwarded, and no backend is taken,
  /// before all of the body is here and past its stages. Its length is known
  /// then. If it exceeds `most` octets, which are kept in memory, it is refused
  /// as too large. Of several, the smallest counts.
  void collect_request_body(std::size_t most) {
    collects_ = std::min(most, collects_.value_or(most));
  }

  /// In upstream_request: the head that this attempt's backend gets, a copy.
  codecs::http1::request_head& upstream_head() noexcept {
    return *upstream_head_;
  }

  // -- the response -----------------------------------------------------------

  /// From upstream_response on, and in response for answers of our own, too.
  codecs::http1::response_head& response() noexcept { return *response_; }
  const codecs::http1::response_head& response() const noexcept {
    return *response_;
  }
  bool has_response() const noexcept { return response_->status != 0; }
  /// Of a stage, or an error page: neither an origin nor a service has made it.
  bool own_response() const noexcept { return own_; }
  /// In response_trailers and in upstream_response_trailers: goes on behind the
  /// body's last octet, past the stages of bodies.
  void append_to_body(std::string_view text) { appended_.append(text); }

  // -- who and where ----------------------------------------------------------

  const client_info& client() const noexcept { return client_; }
  std::string_view route() const noexcept { return route_; }
  /// Empty where no upstream is to be asked.
  std::string_view upstream() const noexcept { return upstream_; }
  /// Until choose_upstream: another of the proxy's upstreams. A name that there
  /// is not fails the exchange.
  void upstream(std::string_view name) { upstream_ = name; }
  /// The one that the last attempt asks, as it was written.
  std::string_view backend() const noexcept {
    return backend_ ? std::string_view{*backend_} : std::string_view{};
  }
  /// Until choose_upstream: what the upstream's backends are chosen by, if they
  /// are by a key, whatever the upstream says.
  void balancing_key(std::string key) { balancing_key_ = std::move(key); }

  // -- other exchanges --------------------------------------------------------

  /// Begins an exchange beside this one, with one of the proxy's upstreams, in
  /// `place`: it may outlive this one, but not the pipeline. All that is handed
  /// in is borrowed until it ends. False if there is no such upstream.
  bool begin_beside(std::string_view upstream, exchange_ptr& place,
                    session_side& session,
                    const codecs::http1::request_head& head,
                    const client_info& client, attempt_watcher* watcher) const;

  // -- memory -----------------------------------------------------------------

  /// What the stages remember of this exchange: one value a type.
  template <class T>
  T& state() {
    return state_.get<T>();
  }
  /// The same for the client's connection, from one request to the next.
  template <class T>
  T& connection_state() {
    return session_->connection_state().get<T>();
  }

  // -- how it goes ------------------------------------------------------------

  phase at() const noexcept { return at_; }
  /// Of the loop, as of this event.
  runtime::time::steady_point now() const noexcept { return loop_->now(); }
  const exchange_times& times() const noexcept { return times_; }
  const exchange_account& account() const noexcept { return account_; }
  /// What went wrong; proxy_errc::none if all is well so far.
  const failure& error() const noexcept { return error_; }

private:
  friend class staged_exchange;

  // Never nullptr while stages are called, upstream_head_ in its phase.
  std::unique_ptr<codecs::http1::request_head> request_;
  std::unique_ptr<codecs::http1::request_head> upstream_head_;
  std::unique_ptr<codecs::http1::response_head> response_;
  std::optional<std::size_t> collects_; ///< octets of the request's body
  std::string appended_;
  client_info client_;
  std::string_view route_;
  std::string upstream_;
  backend_name backend_;
  std::optional<std::string> balancing_key_;
  session_side* session_ = nullptr;
  const site* site_ = nullptr;
  exchange_tools* tools_ = nullptr;
  const runtime::loop::event_loop* loop_ = nullptr;
  phase at_ = phase::early_request;
  bool own_ = false; ///< the response
  exchange_times times_;
  exchange_account account_;
  failure error_;
  state_bag state_; ///< goes first
};

} // namespace troupe::actors

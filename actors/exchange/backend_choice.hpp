#pragma once

#include "actors/balancer/upstream_here.hpp"
#include "actors/exchange/request_writer.hpp"

#include "runtime/time/clock.hpp"

#include "codecs/http1/head.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// Which backends of an upstream an exchange asks, one after the other, and
/// what the client is told to come back to the last.
class backend_choice {
public:
  /// `key` is what backends are chosen by, if a stage has said that. Borrowed:
  /// the upstream.
  void begin(upstream_here& upstream, const codecs::http1::request_head& head,
             const client_info& client, std::optional<std::string_view> key);

  /// Somebody who was not asked yet, and is counted as busy with the request
  /// from now on. False, and all is as it was, if nobody is left.
  bool next(runtime::time::steady_point now);

  /// A backend that was chosen, and counts as busy with the request.
  struct taken {
    backend_ptr backend;
    backend_load::permit permit;
  };
  /// What was chosen is somebody else's affair, until it comes back.
  taken release() { return {std::move(backend_), std::move(permit_)}; }
  void restore(taken x) {
    backend_ = std::move(x.backend);
    permit_ = std::move(x.permit);
  }

  /// The one that was chosen last. Null before the first.
  const backend_ptr& backend() const noexcept { return backend_; }

  /// A field's value, if the client is to be told where its session is.
  std::optional<std::string> session_cookie(const client_info& client) const;

  /// How long it took until the backend answered.
  void note_latency(runtime::time::duration latency,
                    runtime::time::steady_point now) {
    upstream_->note_latency(*backend_, latency, now);
  }

  /// What became of the request there.
  void note_outcome(outcome how) { upstream_->note_outcome(*backend_, how); }

  /// For who is busy with the request for longer than the exchange.
  backend_load::permit take_permit() noexcept { return std::move(permit_); }

private:
  void use(backend_ptr x);

  upstream_here* upstream_ = nullptr;
  std::string key_; // what request_ borrows
  selection request_;
  backend_ptr backend_;
  backend_load::permit permit_;
  std::string session_; // what the client's cookie says
};

} // namespace troupe::actors

#pragma once

#include "actors/health/check_verdict.hpp"
#include "actors/health/options.hpp"
#include "actors/tls/upstream_tls.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/address.hpp"
#include "runtime/net/stream.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// One check of one backend, over a connection of its own, which destruction
/// closes. How long that may take is for its owner to say.
class probe {
public:
  virtual ~probe() = default;
  probe(const probe&) = delete;
  probe& operator=(const probe&) = delete;

  /// Connects. The verdict, if that is all or has failed; else `owner` hears
  /// from the loop when to advance().
  std::optional<check_verdict>
  start(runtime::loop::event_loop& loop, runtime::loop::io_handler& owner,
        const runtime::net::address& to,
        const runtime::net::connect_options& options);
  std::optional<check_verdict> advance(runtime::loop::event_loop& loop,
                                       runtime::loop::readiness what);

  /// What has not come yet, for a check that is late.
  std::string_view lacks() const noexcept {
    return connected_ ? missing() : "no connection";
  }
  /// Says goodbye, as far as that is possible at once, and closes.
  void end();

protected:
  probe() = default;

private:
  friend std::unique_ptr<probe> make_probe(const check_options&,
                                           const std::string&,
                                           const runtime::net::address&);

  std::optional<check_verdict> go_on(runtime::loop::event_loop& loop);

  /// The connection stands, and may be ready.
  virtual std::optional<check_verdict> converse(runtime::net::stream& stream,
                                                runtime::loop::event_loop& loop)
    = 0;
  virtual std::string_view missing() const noexcept {
    return "no whole response";
  }
  /// The last that may be written.
  virtual void take_leave(runtime::net::stream&) {
    // nop: not all have something to say
  }

  runtime::net::stream stream_;
  std::optional<tls_peer> peer_; ///< if the connection is to be encrypted
  bool connected_ = false;
  bool shaken_ = false; ///< hands
};

/// The kind that the options ask for, which outlive it. `name` is the
/// backend's, `at` where it is.
std::unique_ptr<probe> make_probe(const check_options& options,
                                  const std::string& name,
                                  const runtime::net::address& at);

} // namespace troupe::actors

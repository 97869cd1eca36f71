#pragma once

#include "actors/base/http2_counters.hpp"
#include "actors/supervisor/options.hpp"
#include "actors/tls/front.hpp"
#include "actors/upstream/messages.hpp"

#include "runtime/net/address.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::actors {

/// The proxy cannot start: what() is a sentence for the operator.
class start_failed : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// A whole proxy in a process of anybody's: its loops, each on a thread of its
/// own, and the cast of actors on them.
///
///     auto running = proxy{options};       // listens when this returns
///     running.drain();                     // stops accepting, finishes
///     running.wait();                      // until everything has ended
class proxy {
public:
  /// Throws start_failed; nothing is left behind then. `on_end` is called when
  /// everything has ended, on a thread of the proxy's and before wait()
  /// returns: tell somebody, and no more.
  explicit proxy(proxy_options options, std::function<void()> on_end = {});
  /// Ends at once whatever is still under way.
  ~proxy();
  proxy(const proxy&) = delete;
  proxy& operator=(const proxy&) = delete;

  /// Where it listens, in the order of the options; tells ports that the
  /// kernel chose.
  const std::vector<runtime::net::address>& addresses() const noexcept;

  /// Requests of the routes of that name pass other stages from now on; those
  /// that are under way pass the ones that they met. Returns at once, from any
  /// thread; false if no route has that name.
  bool change_stages(std::string_view route, const pipeline& stages);

  using change = std::variant<replace_backends, set_backend_mode,
                              set_backend_weight, watch_upstream>;

  /// Tells the upstream's keeper, which has all loops know: requests choose by
  /// it from then on, and those that are under way go on. Returns at once, from
  /// any thread; false if there is no such upstream.
  bool change_upstream(std::string_view upstream, change what);

  /// Reads the certificates of all listeners and upstreams again, for new
  /// connections. What is wrong is logged, false is returned, and there the old
  /// ones stay. From any thread.
  bool reload_certificates();
  /// What the listener shows, and how its handshakes end; nullptr if it does
  /// not speak TLS. They are counted in the order of the options.
  const tls_front* front(std::size_t listener) const noexcept;

  /// What became of HTTP/2 with clients, and with backends. From any thread.
  http2_figures http2() const;
  http2_figures upstream_http2() const;

  /// Opens the access logs anew, by their names: they were moved away. Returns
  /// at once, from any thread.
  void reopen_logs();

  /// Stops accepting and finishes what is under way, within options.drain.
  /// Returns at once. From any thread.
  void drain();
  /// Ends at once. From any thread.
  void stop();
  /// Returns when drain() or stop() has done its work: all connections are
  /// closed, and who connects is refused. False if the proxy gave up by itself,
  /// because parts of it fell too often.
  bool wait();
  /// The same, at most that long; tells whether it has ended.
  bool wait_for(std::chrono::milliseconds patience);

private:
  struct cast;
  std::unique_ptr<cast> cast_;
};

/// Runs a proxy until SIGTERM (drains, 0) or SIGINT (ends at once, 130). Writes
/// to the log what goes wrong, and then returns 1. Blocks the signals for
/// threads that start later: call it from main().
int run(proxy_options options);

} // namespace troupe::actors

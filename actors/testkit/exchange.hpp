#pragma once

#include "actors/pipeline/pipeline.hpp"
#include "actors/testkit/fake_origin.hpp"
#include "actors/testkit/seen_response.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace troupe::testkit {

/// One connection of a client, and what becomes of its requests on their way
/// past stages to an origin and back: in memory, on the calling thread, with a
/// clock that stands still. The stages and the exchange are those of the proxy.
///
///     auto x = testkit::exchange{stages};
///     x.request("GET", "/secret", {{"X-Key", "k"}});
///     x.run();
///     assert(x.response().status == 200);
///
/// Stage actors on a loop or on the scheduler take part, and move only within
/// run() and pass(). Those with a thread of their own run by real time: put
/// what they decide into a class, and test that.
class exchange {
public:
  explicit exchange(const actors::pipeline& stages);
  /// Ends the request under way.
  ~exchange();
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;

  // -- before run() -----------------------------------------------------------

  /// The next request, with "Host: test" and the body's length. Throws
  /// std::invalid_argument for what is no HTTP request.
  void request(std::string_view method, std::string_view target,
               const actors::field_lines& fields = {}, std::string body = {});
  /// What the origin does about requests from now on. It says 200 without.
  void upstream(origin_function f);
  /// So many connections to the origin fail from now on.
  void refuse_connections(std::size_t n);
  /// The proxy has an upstream of that name besides "origin"; the same origin
  /// answers for it.
  void add_upstream(std::string name);
  /// Bodies come in pieces of so many octets; 0: whole.
  void cut_bodies(std::size_t octets);
  void client(std::string address);

  // -- meanwhile --------------------------------------------------------------

  /// Goes as far as it gets without time going by.
  void run();
  /// Time goes by, and what was due happens when it was due.
  void pass(std::chrono::milliseconds x);
  /// The request is over, and its logging stages are called; if it had not come
  /// to an end, the client has gone away. response() stays.
  void end();

  // -- what has become of it --------------------------------------------------

  const seen_response& response() const noexcept;
  /// Has the origin got the request?
  bool forwarded() const noexcept;
  /// As the origin got it. Throws std::logic_error if it did not.
  const actors::http_request& upstream_request() const;
  /// What went wrong; proxy_errc::none if all is well.
  const actors::failure& error() const noexcept;
  /// Between run() and end(); throws std::logic_error otherwise.
  actors::exchange_context& context() const;
  template <class T>
  T& state() const {
    return context().state<T>();
  }
  template <class T>
  T& connection_state() const {
    return context().connection_state<T>();
  }

private:
  struct scene;
  std::unique_ptr<scene> scene_;
};

} // namespace troupe::testkit

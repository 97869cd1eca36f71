#pragma once

#include "actors/health/http_check.hpp"
#include "actors/health/probe.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace troupe::actors {

/// Passes if the backend's response to a request is as expected, in the version
/// of HTTP that TLS has agreed on, or else that backends are known to speak.
class http_probe final : public probe {
public:
  /// Borrowed: the options outlive it. `name` is the host where they have none.
  http_probe(const check_options& options, std::string_view name)
    : options_(&options), name_(name) {
    // nop
  }

private:
  std::optional<check_verdict>
  converse(runtime::net::stream& stream,
           runtime::loop::event_loop& loop) override;
  std::string_view missing() const noexcept override;
  void take_leave(runtime::net::stream& stream) override;

  /// The verdict, if it speaks nothing that we may.
  std::optional<check_verdict> begin(const runtime::net::stream& stream);
  void send(runtime::net::stream& stream);

  const check_options* options_;
  std::string name_;
  std::unique_ptr<http_check> check_; // as soon as the version is known
  std::string outbox_;
};

} // namespace troupe::actors

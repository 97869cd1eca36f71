#pragma once

#include "actors/health/probe.hpp"
#include "actors/health/response_check.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace troupe::actors {

/// The octets of a check's request (HTTP/1.1). `name` is the host where the
/// options have none.
std::string check_request(const http_check_options& options,
                          std::string_view name);

/// Passes if the backend's response to a request is as expected.
class http_probe final : public probe {
public:
  /// Borrowed: the options outlive it.
  http_probe(const http_check_options& options, std::string_view name)
    : request_(check_request(options, name)), response_(options) {
    // nop
  }

private:
  std::optional<check_verdict> converse(runtime::net::stream& stream,
                                        std::span<std::byte> scratch) override;
  void ask(runtime::net::stream& stream);

  std::string request_;
  std::size_t sent_ = 0; // octets of it
  response_check response_;
};

} // namespace troupe::actors

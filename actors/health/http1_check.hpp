#pragma once

#include "actors/health/http_check.hpp"
#include "actors/health/options.hpp"
#include "actors/health/response_check.hpp"

#include <string>
#include <string_view>

namespace troupe::actors {

/// The octets of a check's request in HTTP/1.1. `name` is the host where the
/// options have none.
std::string check_request(const http_check_options& options,
                          std::string_view name);

/// In HTTP/1.1.
class http1_check final : public http_check {
public:
  /// Borrowed: the options outlive it.
  http1_check(const http_check_options& options, std::string_view name)
    : request_(check_request(options, name)), response_(options) {
    // nop
  }

  void pull(std::string& to) override;
  std::optional<check_verdict> feed(codecs::octets arrived,
                                    runtime::time::steady_point) override {
    return response_.feed(arrived);
  }
  check_verdict finish() override { return response_.finish(); }
  std::string_view missing() const noexcept override {
    return "no whole response";
  }
  void take_leave(std::string&) override {
    // nop: the request has said that we close
  }

private:
  std::string request_; // until it is pulled
  response_check response_;
};

} // namespace troupe::actors

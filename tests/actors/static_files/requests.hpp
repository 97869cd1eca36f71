#pragma once

#include "actors/static_files/file_request.hpp"
#include "actors/static_files/response_plan.hpp"

#include "codecs/uri/request_target.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::test {

using field_list = std::vector<std::pair<std::string, std::string>>;

/// Sun, 06 Nov 1994 08:49:37 GMT
inline constexpr auto then = std::chrono::seconds{784111777};

/// A request as it is read from a head, a hundred seconds after `then`.
/// `refused` says if it is not.
inline actors::file_request
request_for(std::string_view target, const field_list& fields,
            const actors::static_files_options& options,
            codecs::http::method method = codecs::http::method::get,
            codecs::http::status* refused = nullptr) {
  auto head = codecs::http1::request_head{};
  head.method = method;
  auto parsed = codecs::uri::parse_request_target(target, false);
  BOOST_TEST_REQUIRE(parsed.has_value());
  head.target = *parsed;
  for (auto& [name, value] : fields)
    head.fields.append(name, value);
  auto request = actors::file_request{};
  request.options
    = std::make_shared<const actors::static_files_options>(options);
  request.now = then + std::chrono::seconds{100};
  auto status = actors::read_file_request(head, request);
  if (refused)
    *refused = status;
  else
    BOOST_TEST_REQUIRE(status == 200);
  return request;
}

/// The value, or nothing.
inline std::string field_of(const actors::response_plan& plan,
                            std::string_view name) {
  for (auto& [key, value] : plan.fields)
    if (key == name)
      return value;
  return {};
}

} // namespace troupe::test

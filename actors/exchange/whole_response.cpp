#include "actors/exchange/whole_response.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace troupe::actors {

namespace http = codecs::http;

bool may_be_sent(const field_lines& fields) noexcept {
  constexpr auto breaks = std::string_view{"\r\n\0", 3};
  for (auto& [name, value] : fields)
    if (name.empty() || name.find_first_of(breaks) != name.npos
        || value.find_first_of(breaks) != value.npos)
      return false;
  return true;
}

http::framing compose_head(const http_response& from,
                           codecs::http1::response_head& to) {
  to.clear();
  to.status = from.status;
  for (auto& [name, value] : from.fields)
    if (auto id = codecs::fields::find_name(name);
        id != codecs::fields::name::content_length
        && id != codecs::fields::name::transfer_encoding)
      to.fields.append(name, value);
  if (from.status == 204 || from.status == 304)
    return {};
  to.fields.append("Content-Length", fmt::to_string(from.body.size()));
  return {.kind = http::body_kind::length, .length = from.body.size()};
}

http_response error_page(const failure& why, http::status status) {
  auto page = http_response{};
  page.status = status;
  page.fields.emplace_back("Content-Type", "text/plain");
  if (status == 405)
    page.fields.emplace_back(
      "Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS, TRACE, PATCH");
  if (auto error = proxy_status_error(why.what); !error.empty())
    page.fields.emplace_back("Proxy-Status",
                             "troupe; error=" + std::string{error});
  page.body = fmt::format("{} {}: {}\n", status, http::reason_phrase(status),
                          to_string(why.what));
  return page;
}

} // namespace troupe::actors

#include "actors/health/http_probe.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/http1/encoder.hpp"

#include <algorithm>
#include <system_error>

namespace troupe::actors {

std::string check_request(const http_check_options& options,
                          std::string_view name) {
  using namespace codecs::http1;
  auto result = std::string{};
  write_request_line(result, options.method, options.path);
  write_field(result, "Host", options.host.empty() ? name : options.host);
  auto names_itself
    = std::any_of(options.fields.begin(), options.fields.end(), [](auto& x) {
        return codecs::same_text(x.name, "User-Agent");
      });
  if (!names_itself)
    write_field(result, "User-Agent", "troupe-health-check");
  for (auto& field : options.fields)
    write_field(result, field.name, field.value);
  write_field(result, "Connection", "close");
  end_head(result);
  return result;
}

std::optional<check_verdict>
http_probe::converse(runtime::net::stream& stream,
                     std::span<std::byte> scratch) {
  ask(stream);
  while (stream.may_read()) {
    auto got = stream.read(scratch);
    switch (got.state) {
      case runtime::net::io_state::would_block: return std::nullopt;
      case runtime::net::io_state::ended: return response_.finish();
      case runtime::net::io_state::failed:
        return check_failed(std::generic_category().message(got.error));
      case runtime::net::io_state::done:
        if (auto verdict = response_.feed(scratch.first(got.octets)))
          return verdict;
    }
  }
  return std::nullopt;
}

// Where nothing can be written any more, there may still be a response, or
// else the connection's end.
void http_probe::ask(runtime::net::stream& stream) {
  while (sent_ < request_.size() && stream.may_write()) {
    auto rest = codecs::as_octets(request_).subspan(sent_);
    sent_ += stream.write(rest).octets;
  }
}

} // namespace troupe::actors

#include "actors/health/http1_check.hpp"

#include "codecs/http1/encoder.hpp"

#include <utility>

namespace troupe::actors {

std::string check_request(const http_check_options& options,
                          std::string_view name) {
  using namespace codecs::http1;
  auto result = std::string{};
  write_request_line(result, options.method, options.path);
  write_field(result, "Host", options.host.empty() ? name : options.host);
  if (!names_itself(options))
    write_field(result, "User-Agent", check_user_agent);
  for (auto& field : options.fields)
    write_field(result, field.name, field.value);
  write_field(result, "Connection", "close");
  end_head(result);
  return result;
}

void http1_check::pull(std::string& to) {
  to.append(std::exchange(request_, {}));
}

} // namespace troupe::actors

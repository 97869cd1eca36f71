#include "actors/config/access_log.hpp"

#include "actors/access_log/line_format.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

namespace troupe::actors {

namespace {

using namespace runtime::config;

std::optional<std::string> read_format(const setting& x, findings& out) {
  auto said = text{.wanted = "common, combined, json or a template"}(x, out);
  if (!said)
    return std::nullopt;
  auto wanted = field_notes::wishes{};
  if (auto format = line_format::parse(*said, wanted); !format) {
    out.add(place_of(x),
            fmt::format("'{}' will not do: {}", x.key, format.error()));
    return std::nullopt;
  }
  return said;
}

access_log_options read_access_log(const setting& x, findings& out) {
  auto result = access_log_options{};
  section in{x, out};
  if (auto* path = in.require("path"))
    result.path = text{.wanted = "a file's name, stdout or stderr"}(*path, out)
                    .value_or("");
  in.bind("format", result.format, read_format);
  in.bind("sample", result.sample, share{.may_be_none = false});
  in.close();
  return result;
}

} // namespace

std::vector<access_log_options> read_access_logs(const setting& x,
                                                 findings& out) {
  if (x.value->what != node::kind::list)
    return {read_access_log(x, out)};
  auto result = std::vector<access_log_options>{};
  for (auto& entry : items_of(x, "access log", out))
    result.push_back(read_access_log(entry, out));
  return result;
}

} // namespace troupe::actors

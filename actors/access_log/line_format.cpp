#include "actors/access_log/line_format.hpp"

#include "actors/access_log/line_template_reader.hpp"

#include "runtime/config/suggest.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

namespace troupe::actors {

namespace {

constexpr std::string_view common
  = R"(${client} - ${user} [${time_clf}] "${method} ${target} ${protocol}" )"
    R"(${status} ${body_octets})";
constexpr std::string_view combined
  = R"(${client} - ${user} [${time_clf}] "${method} ${target} ${protocol}" )"
    R"(${status} ${body_octets} "${request.referer}" "${request.user-agent}")";

// The keys of a JSON line are the variables' names, in this order; referer and
// user_agent follow.
constexpr auto json_keys = std::to_array<log_variable>({
  log_variable::time,           log_variable::client,
  log_variable::user,           log_variable::method,
  log_variable::authority,      log_variable::target,
  log_variable::protocol,       log_variable::status,
  log_variable::request_octets, log_variable::body_octets,
  log_variable::total_us,       log_variable::stages_us,
  log_variable::wait_us,        log_variable::connect_us,
  log_variable::first_octet_us, log_variable::route,
  log_variable::upstream,       log_variable::backend,
  log_variable::attempts,       log_variable::backend_reused,
  log_variable::client_reused,  log_variable::request_id,
  log_variable::trace_id,       log_variable::end,
  log_variable::because,
});

constexpr auto names
  = std::to_array<std::string_view>({"common", "combined", "json"});

void append_number(std::string& to, std::uint64_t x) {
  std::array<char, 20> digits;
  const auto done
    = std::to_chars(digits.data(), digits.data() + digits.size(), x);
  to.append(digits.data(), done.ptr);
}

/// Values between words of text: "-" where there is none.
struct text_writer {
  std::string& to;
  surroundings where;

  void operator()(no_value) const { to.push_back('-'); }
  void operator()(std::string_view x) const {
    if (x.empty())
      to.push_back('-');
    else
      append_text(to, x, where);
  }
  void operator()(std::uint64_t x) const { append_number(to, x); }
  void operator()(bool x) const { to.append(x ? "true" : "false"); }
  void operator()(const timestamp& x) const { to.append(x.view()); }
};

/// Values of RFC 8259: null where there is none.
struct json_writer {
  std::string& to;

  void operator()(no_value) const { to.append("null"); }
  void operator()(std::string_view x) const { append_json(to, x); }
  void operator()(std::uint64_t x) const { append_number(to, x); }
  void operator()(bool x) const { to.append(x ? "true" : "false"); }
  void operator()(const timestamp& x) const { append_json(to, x.view()); }
};

} // namespace

codecs::result<line_format, std::string>
line_format::parse(std::string_view text, field_notes::wishes& wanted) {
  if (text == "common")
    return line_template_reader{common, wanted}.read();
  if (text == "combined")
    return line_template_reader{combined, wanted}.read();
  if (text == "json")
    return json(wanted);
  if (text.find('$') == text.npos)
    return fmt::format("'{}' is neither common, combined, json, nor a template "
                       "with ${{variables}}{}",
                       text, runtime::config::did_you_mean(text, names));
  return line_template_reader{text, wanted}.read();
}

line_format line_format::json(field_notes::wishes& wanted) {
  auto result = line_format{};
  result.notation_ = notation::json;
  auto add = [&](std::string_view key, log_variable what, std::size_t field) {
    result.parts_.push_back(
      {.before
       = fmt::format("{}\"{}\":", result.parts_.empty() ? '{' : ',', key),
       .what = what,
       .field = field});
  };
  for (auto x : json_keys)
    add(to_string(x), x, 0);
  add("referer", log_variable::request, wanted.request.add("referer"));
  add("user_agent", log_variable::request, wanted.request.add("user-agent"));
  result.after_ = "}";
  return result;
}

void line_format::append(std::string& to, const exchange_record& x) const {
  for (auto& part : parts_) {
    to.append(part.before);
    const auto value = value_of(part.what, part.field, x);
    if (notation_ == notation::json)
      std::visit(json_writer{to}, value);
    else
      std::visit(text_writer{to, part.where}, value);
  }
  to.append(after_);
}

} // namespace troupe::actors

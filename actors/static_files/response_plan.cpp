#include "actors/static_files/response_plan.hpp"

#include "codecs/http/conditions.hpp"
#include "codecs/http/date.hpp"
#include "codecs/http/ranges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>

namespace troupe::actors {

namespace {

using namespace std::chrono_literals;
using codecs::fields::name;
using codecs::http::byte_range;
namespace http = codecs::http;

std::time_t seconds_of(std::chrono::nanoseconds x) noexcept {
  return std::chrono::floor<std::chrono::seconds>(x).count();
}

/// What this file was like at its last change, for everybody to remember.
class file_validators {
public:
  file_validators(const file_facts& file, file_tag kind,
                  std::chrono::nanoseconds now)
    : modified_(seconds_of(std::min(file.state.modified, now))) {
    if (kind == file_tag::off)
      return;
    auto& x = file.state;
    text_
      = fmt::format("\"{:x}-{:x}-{:x}\"", x.inode, x.modified.count(), x.size);
    // Another change might come before the file's clock has moved on.
    weak_ = kind == file_tag::weak || now - x.modified < 1s;
  }

  http::validators view() const noexcept {
    auto x = http::validators{.tag = std::nullopt, .modified = modified_};
    if (!text_.empty())
      x.tag = http::entity_tag{.weak = weak_, .text = text_};
    return x;
  }

  void write(field_lines& to) const {
    if (!text_.empty())
      to.emplace_back("ETag", (weak_ ? "W/" : "") + text_);
    to.emplace_back("Last-Modified",
                    std::string{http::date_text{modified_}.view()});
  }

private:
  std::time_t modified_; // not in the future (RFC 9110 section 8.8.2.1)
  std::string text_;
  bool weak_ = false;
};

void add_part(response_plan& to, body_part x) {
  to.length += x.text.size() + x.size;
  to.parts.push_back(std::move(x));
}

void plan_whole(response_plan& to, const file_facts& file) {
  to.fields.emplace_back("Content-Type", file.type);
  if (file.state.size > 0)
    add_part(to, {.text = {}, .offset = 0, .size = file.state.size});
}

void plan_range(response_plan& to, const file_facts& file,
                const byte_range& range) {
  to.status = 206;
  to.fields.emplace_back("Content-Type", file.type);
  to.fields.emplace_back("Content-Range",
                         http::content_range(range, file.state.size));
  add_part(to, {.text = {}, .offset = range.first, .size = range.size()});
}

/// multipart/byteranges (RFC 9110 section 14.6).
void plan_ranges(response_plan& to, const file_facts& file,
                 const std::vector<byte_range>& ranges,
                 std::string_view boundary) {
  to.status = 206;
  to.fields.emplace_back(
    "Content-Type", fmt::format("multipart/byteranges; boundary={}", boundary));
  for (auto& x : ranges)
    add_part(to,
             {.text = fmt::format(
                "\r\n--{}\r\nContent-Type: {}\r\nContent-Range: {}\r\n\r\n",
                boundary, file.type, http::content_range(x, file.state.size)),
              .offset = x.first,
              .size = x.size()});
  add_part(to, {.text = fmt::format("\r\n--{}--\r\n", boundary)});
}

void plan_text(response_plan& to, http::status status) {
  to.status = status;
  to.fields.emplace_back("Content-Type", "text/plain");
  add_part(
    to, {.text = fmt::format("{} {}\n", status, http::reason_phrase(status))});
}

/// The ranges that are wanted, if they count here.
http::range_request ranges_of(const file_request& request,
                              const file_facts& file,
                              const http::validators& present,
                              std::time_t now) {
  auto& fields = request.fields;
  // Ranges are defined for GET alone (RFC 9110 section 14.2).
  if (request.method != http::method::get || !fields.has(name::range)
      || fields.repeated(name::range)
      || !http::range_applies(fields, present, now))
    return {};
  return http::parse_ranges(fields.get(name::range), file.state.size,
                            request.options->max_ranges);
}

} // namespace

response_plan plan_status(http::status status) {
  auto plan = response_plan{};
  plan_text(plan, status);
  if (status == 405)
    plan.fields.emplace_back("Allow", "GET, HEAD");
  return plan;
}

response_plan plan_redirect(const file_request& request) {
  auto place = request.target;
  place.insert(request.path_size, 1, '/');
  // "//host" would be another's authority (RFC 3986 section 4.2).
  place.erase(0, std::min(place.find_first_not_of('/'), place.size()) - 1);
  auto plan = response_plan{};
  plan_text(plan, 301);
  plan.fields.emplace_back("Location", std::move(place));
  return plan;
}

response_plan plan_response(const file_request& request, const file_facts& file,
                            std::string_view boundary) {
  using enum http::range_request::kind;
  auto plan = response_plan{};
  auto& options = *request.options;
  auto validators = file_validators{file, options.tag, request.now};
  auto present = validators.view();
  auto seconds = seconds_of(request.now);
  if (options.precompressed)
    plan.fields.emplace_back("Vary", "Accept-Encoding");
  auto asked = http::evaluate_conditions(request.fields, request.method,
                                         present, seconds);
  if (asked == http::condition::precondition_failed) {
    plan_text(plan, 412);
    return plan;
  }
  validators.write(plan.fields);
  if (asked == http::condition::not_modified) {
    plan.status = 304;
    return plan;
  }
  auto wanted = ranges_of(request, file, present, seconds);
  if (wanted.what == unsatisfiable) {
    plan_text(plan, 416);
    plan.fields.emplace_back("Content-Range",
                             http::unsatisfied_range(file.state.size));
    return plan;
  }
  if (options.max_ranges > 0)
    plan.fields.emplace_back("Accept-Ranges", "bytes");
  if (file.coding != codecs::coding::kind::identity)
    plan.fields.emplace_back("Content-Encoding", to_string(file.coding));
  if (wanted.what == ignored)
    plan_whole(plan, file);
  else if (wanted.ranges.size() == 1)
    plan_range(plan, file, wanted.ranges.front());
  else
    plan_ranges(plan, file, wanted.ranges, boundary);
  return plan;
}

} // namespace troupe::actors

#include "actors/pipeline/stages/error_pages.hpp"

#include "actors/access_log/escape.hpp"
#include "actors/pipeline/stages/exchange_variables.hpp"

#include "runtime/config/file.hpp"

#include "codecs/base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>

namespace troupe::actors::stages {

using namespace runtime::config;
using codecs::http::status;

namespace {

/// Appends a value so that a page stays what it is, whatever the value is.
using writer = void (*)(std::string& to, std::string_view value);

/// Octets of a page, which is kept in memory and goes out whole.
constexpr std::size_t max_page = 1024 * 1024;

/// Text that HTML takes for text, and for nothing else.
void write_html(std::string& to, std::string_view value) {
  for (auto c : value)
    switch (c) {
      case '<': to += "&lt;"; break;
      case '>': to += "&gt;"; break;
      case '&': to += "&amp;"; break;
      case '"': to += "&quot;"; break;
      case '\'': to += "&#39;"; break;
      default: to += c;
    }
}

/// The inside of a JSON string: the page has the quotation marks.
void write_json(std::string& to, std::string_view value) {
  auto whole = std::string{};
  append_json(whole, value);
  to.append(whole, 1, whole.size() - 2);
}

void write_plain(std::string& to, std::string_view value) {
  to.append(value);
}

/// How values are written into a page of that type.
writer writer_for(std::string_view type) {
  auto essence = std::string{type.substr(0, type.find(';'))};
  essence.erase(essence.find_last_not_of(" \t") + 1);
  std::ranges::transform(essence, essence.begin(), codecs::to_lower);
  if (essence == "text/html" || essence.ends_with("xml"))
    return write_html;
  if (essence.ends_with("/json") || essence.ends_with("+json"))
    return write_json;
  return write_plain;
}

/// Values as the page may hold them.
class escaped_variables final : public variables {
public:
  escaped_variables(const variables& from, writer write)
    : from_(from), write_(write) {
    // nop
  }

  std::optional<std::string_view> find(const variable& x) const override {
    auto found = from_.find(x);
    if (!found)
      return found;
    escaped_.clear();
    write_(escaped_, *found);
    return escaped_;
  }

private:
  const variables& from_;
  writer write_;
  mutable std::string escaped_;
};

} // namespace

error_pages::error_pages(error_pages_options options)
  : options_(std::make_shared<const error_pages_options>(std::move(options))) {
  // nop
}

const error_page_rule* error_pages::rule_for(status x) const noexcept {
  auto i = std::ranges::find_if(options_->rules, [x](auto& rule) {
    return rule.first <= x && x <= rule.last;
  });
  return i != options_->rules.end() ? &*i : nullptr;
}

verdict error_pages::response(exchange_context& x) const {
  auto& head = x.response();
  if (!x.own_response() && !options_->origin)
    return verdict::go_on();
  auto* rule = rule_for(head.status);
  if (!rule)
    return verdict::go_on();
  auto page = http_response{};
  page.status = head.status;
  for (auto& field : head.fields) {
    using enum codecs::fields::name;
    // They speak of the body that goes.
    if (field.id != content_type && field.id != content_length
        && field.id != content_encoding && field.id != transfer_encoding
        && field.id != etag && field.id != last_modified && field.id != trailer)
      page.fields.emplace_back(field.name, field.value);
  }
  page.fields.emplace_back("Content-Type", rule->type);
  auto values = exchange_variables{x};
  rule->body.append_to(page.body,
                       escaped_variables{values, writer_for(rule->type)});
  return verdict::answer(std::move(page));
}

namespace {

constexpr std::string_view wanted_status
  = "a status from 400 to 599, or a range such as 500-599";

/// "404", "500-599".
bool parse_statuses(std::string_view said, error_page_rule& to) {
  auto number = [](std::string_view digits) -> std::optional<status> {
    auto x = status{0};
    auto* end = digits.data() + digits.size();
    auto [at, error] = std::from_chars(digits.data(), end, x);
    if (error != std::errc{} || at != end || x < 400 || x > 599)
      return std::nullopt;
    return x;
  };
  auto dash = said.find('-');
  auto first = number(said.substr(0, dash));
  auto last = dash == said.npos ? first : number(said.substr(dash + 1));
  if (!first || !last || *last < *first)
    return false;
  to.first = *first;
  to.last = *last;
  return true;
}

void read_page(const setting& x, error_pages_options& to, findings& out) {
  auto rule = error_page_rule{};
  auto body = std::string{};
  auto file = std::string{};
  auto before = out.size();
  rule.type = "text/html; charset=utf-8";
  section in{x, out};
  if (auto* said = in.require("status"))
    if (auto word = text{.wanted = wanted_status}(*said, out))
      if (!parse_statuses(*word, rule))
        refuse(*said, wanted_status, out);
  in.bind("body", body, text{});
  if (auto* path = in.find("file"))
    if (auto said = text{.wanted = "a file"}(*path, out)) {
      file = *said;
      if (auto content = read_regular_file(file, max_page))
        body = *std::move(content);
      else
        out.add(place_of(*path),
                fmt::format("cannot read {}: {}", file, content.error().why));
    }
  in.bind("type", rule.type, text{.wanted = "a media type"});
  in.close();
  if (body.empty() && out.size() == before)
    out.add(place_of(x), "an error page should have a 'body' or a 'file'");
  auto page = text_template::parse(body, {.has_response = true});
  if (!page)
    out.add(place_of(x), fmt::format("the page will not do: {}", page.error()));
  else
    rule.body = *std::move(page);
  to.rules.push_back(std::move(rule));
}

} // namespace

void read_error_pages(const setting& x, pipeline& to, findings& out) {
  auto options = error_pages_options{};
  section in{x, out};
  in.bind("origin", options.origin, boolean{});
  if (auto* pages = in.require("pages"))
    for (auto& one : items_of(*pages, "page", out))
      read_page(one, options, out);
  in.close();
  to.add(error_pages{std::move(options)});
}

} // namespace troupe::actors::stages

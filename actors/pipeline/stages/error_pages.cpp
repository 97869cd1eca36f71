#include "actors/pipeline/stages/error_pages.hpp"

#include "actors/pipeline/stages/exchange_variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

namespace troupe::actors::stages {

using namespace runtime::config;
using codecs::http::status;

namespace {

/// Values that a page of HTML may hold as text, and as nothing else.
class html_variables final : public variables {
public:
  explicit html_variables(const variables& from) noexcept : from_(from) {}

  std::optional<std::string_view> find(const variable& x) const override {
    auto found = from_.find(x);
    if (!found || found->find_first_of("<>&\"'") == found->npos)
      return found;
    escaped_.clear();
    for (auto c : *found)
      switch (c) {
        case '<': escaped_ += "&lt;"; break;
        case '>': escaped_ += "&gt;"; break;
        case '&': escaped_ += "&amp;"; break;
        case '"': escaped_ += "&quot;"; break;
        case '\'': escaped_ += "&#39;"; break;
        default: escaped_ += c;
      }
    return escaped_;
  }

private:
  const variables& from_;
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
  if (rule->type.starts_with("text/html"))
    rule->body.append_to(page.body, html_variables{values});
  else
    rule->body.append_to(page.body, values);
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

std::optional<std::string> read_whole(const std::string& path) {
  auto in = std::ifstream{path, std::ios::binary};
  auto text = std::string{std::istreambuf_iterator<char>{in}, {}};
  if (!in)
    return std::nullopt;
  return text;
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
      if (auto content = read_whole(file))
        body = *std::move(content);
      else
        out.add(place_of(*path), fmt::format("cannot read {}", file));
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

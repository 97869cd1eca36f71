#include "actors/rewrite/text_template.hpp"

#include "runtime/config/suggest.hpp"

#include "codecs/base/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::fields::find_name;
using std::string;
using std::string_view;

struct spelling {
  string_view name;
  variable_kind kind;
  bool of_response = false;
};

constexpr auto spellings = std::array{
  spelling{"client.address", variable_kind::client_address},
  spelling{"client.port", variable_kind::client_port},
  spelling{"client.subject", variable_kind::client_subject},
  spelling{"client.issuer", variable_kind::client_issuer},
  spelling{"client.serial", variable_kind::client_serial},
  spelling{"client.fingerprint", variable_kind::client_fingerprint},
  spelling{"client.names", variable_kind::client_names},
  spelling{"tls.version", variable_kind::tls_version},
  spelling{"tls.cipher", variable_kind::tls_cipher},
  spelling{"tls.server_name", variable_kind::tls_server_name},
  spelling{"request.method", variable_kind::request_method},
  spelling{"request.scheme", variable_kind::request_scheme},
  spelling{"request.host", variable_kind::request_host},
  spelling{"request.target", variable_kind::request_target},
  spelling{"request.path", variable_kind::request_path},
  spelling{"request.query", variable_kind::request_query},
  spelling{"request.id", variable_kind::request_id},
  spelling{"request.header.", variable_kind::request_header},
  spelling{"upstream.address", variable_kind::upstream_address},
  spelling{"response.status", variable_kind::response_status, true},
  spelling{"response.header.", variable_kind::response_header, true},
};

/// Null if there is no variable of that name. That of a header ends with a dot,
/// and the header's name follows.
const spelling* find_spelling(string_view name) {
  auto fits = [name](const spelling& x) {
    return x.name.ends_with('.') ? name.starts_with(x.name) : name == x.name;
  };
  const auto* found = std::find_if(spellings.begin(), spellings.end(), fits);
  return found != spellings.end() ? found : nullptr;
}

/// "request.heder.X" is taken for "request.header.X".
string suggestion(string_view name) {
  const auto second_dot
    = name.find('.', std::min(name.find('.'), name.size() - 1) + 1);
  const auto stem
    = second_dot == name.npos ? name : name.substr(0, second_dot + 1);
  auto names = std::array<string_view, spellings.size()>{};
  std::transform(spellings.begin(), spellings.end(), names.begin(),
                 [](auto& x) { return x.name; });
  auto best = runtime::config::suggest(stem, names);
  if (best.empty())
    return {};
  auto result = " (did you mean '" + string{best};
  if (best.ends_with('.'))
    result += stem.size() < name.size() ? name.substr(stem.size()) : "X-Name";
  return result + "'?)";
}

string in_quotes(string_view name) {
  return "'" + string{name} + "'";
}

} // namespace

codecs::result<text_template::piece, string>
text_template::parse_variable(string_view name, const template_scope& scope) {
  if (name.empty())
    return string{"a variable without a name"};
  auto result = piece{.kind = piece_kind::value};
  if (std::all_of(name.begin(), name.end(), codecs::is_digit)) {
    if (!scope.has_match)
      return "there is no match that group " + string{name} + " could be of";
    const auto* end = name.data() + name.size();
    auto [at, errc] = std::from_chars(name.data(), end, result.group);
    if (errc != std::errc{} || result.group > scope.groups)
      return "there is no group " + string{name} + ": the pattern has "
             + std::to_string(scope.groups);
    result.kind = piece_kind::group;
    return result;
  }
  const auto* found = find_spelling(name);
  if (!found)
    return "there is no variable " + in_quotes(name) + suggestion(name);
  if (found->of_response && !scope.has_response)
    return in_quotes(name) + " is not known before the response";
  if (found->name.ends_with('.')) {
    result.text = name.substr(found->name.size());
    if (!codecs::is_token(result.text))
      return in_quotes(result.text) + " is not a field name";
    result.header_id = find_name(result.text);
  }
  result.what = found->kind;
  return result;
}

codecs::result<text_template, string>
text_template::parse(string_view text, const template_scope& scope) {
  auto result = text_template{};
  auto literal = string{};
  auto finish_literal = [&] {
    if (!literal.empty())
      result.pieces_.push_back({.text = std::exchange(literal, {})});
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto dollar = std::min(text.find('$', at), text.size());
    literal += text.substr(at, dollar - at);
    at = dollar;
    if (at == text.size())
      break;
    const auto place = "column " + std::to_string(at + 1) + ": ";
    const auto rest = text.substr(at + 1);
    if (rest.starts_with('$')) {
      literal += '$';
      at += 2;
      continue;
    }
    if (!rest.starts_with('{'))
      return place
             + "a lone '$': write '$$', or '${' and the name of a variable";
    const auto brace = rest.find('}');
    if (brace == rest.npos)
      return place + "'${' without '}'";
    auto next = parse_variable(rest.substr(1, brace - 1), scope);
    if (!next)
      return place + next.error();
    finish_literal();
    result.pieces_.push_back(*std::move(next));
    at += brace + 2;
  }
  finish_literal();
  return result;
}

void text_template::append_to(string& out, const variables& values,
                              std::span<const string_view> groups) const {
  for (auto& x : pieces_) {
    switch (x.kind) {
      case piece_kind::text: out += x.text; break;
      case piece_kind::group:
        if (x.group < groups.size())
          out += groups[x.group];
        break;
      case piece_kind::value:
        out += values
                 .find(
                   {.kind = x.what, .header = x.text, .header_id = x.header_id})
                 .value_or(string_view{});
        break;
    }
  }
}

string_view text_template::leading_text() const noexcept {
  auto begins_so = !pieces_.empty() && pieces_[0].kind == piece_kind::text;
  return begins_so ? string_view{pieces_[0].text} : string_view{};
}

} // namespace troupe::actors

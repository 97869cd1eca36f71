#pragma once

#include "actors/rewrite/variables.hpp"

#include "codecs/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// Where a template will be used, and so what it may speak of.
struct template_scope {
  bool has_response = false; ///< response.status, response.header.X-Name
  bool has_match = false;    ///< of a pattern: ${0} is all that matched,
  std::size_t groups = 0;    ///< and ${1} to ${groups} are its groups
};

/// Text with variables, such as "https://${request.host}${request.path}", that
/// is read once and written often. "$$" is a dollar sign. The process's
/// environment is none of its business.
///
///   client.address  client.port  request.method  request.scheme
///   client.subject  client.issuer  client.serial  client.fingerprint
///   client.names  tls.version  tls.cipher  tls.server_name
///   request.host  request.target  request.path  request.query  request.id
///   request.header.X-Name  upstream.address
///   response.status  response.header.X-Name
class text_template {
public:
  /// The error is a sentence for the operator: "column 3: ...", from 1 on.
  static codecs::result<text_template, std::string>
  parse(std::string_view text, const template_scope& scope = {});

  /// Appends, and allocates nothing besides. `groups[0]` is all that matched.
  void append_to(std::string& out, const variables& values,
                 std::span<const std::string_view> groups = {}) const;

  /// The text before the first variable.
  std::string_view leading_text() const noexcept;

private:
  enum class piece_kind : std::uint8_t { text, group, value };

  struct piece {
    piece_kind kind = piece_kind::text;
    std::string text; // literal; or the header's name
    std::size_t group = 0;
    variable_kind what{};
    codecs::fields::name header_id = codecs::fields::name::other;
  };

  static codecs::result<piece, std::string>
  parse_variable(std::string_view name, const template_scope& scope);

  std::vector<piece> pieces_;
};

} // namespace troupe::actors

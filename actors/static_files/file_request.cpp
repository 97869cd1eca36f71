#include "actors/static_files/file_request.hpp"

#include "codecs/uri/file_path.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::fields::name;

bool chooses(name x) noexcept {
  using enum name;
  return x == accept_encoding || x == if_match || x == if_modified_since
         || x == if_none_match || x == if_range || x == if_unmodified_since
         || x == range;
}

/// What is left of the path, or nothing if it does not begin so. "/a" is the
/// beginning of "/a" and of "/a/b", and not of "/ab".
std::optional<std::string_view> strip(std::string_view path,
                                      std::string_view what) noexcept {
  if (!path.starts_with(what)
      || (path.size() > what.size() && path[what.size()] != '/'))
    return std::nullopt;
  return path.substr(what.size());
}

} // namespace

codecs::http::status read_file_request(const codecs::http1::request_head& head,
                                       file_request& to) {
  using codecs::http::method;
  if (head.method != method::get && head.method != method::head)
    return 405;
  if (head.target.form == codecs::uri::target_form::asterisk)
    return 400;
  auto path = head.target.path;
  auto rest = strip(path, to.options->strip);
  if (!rest)
    return 404;
  auto file = codecs::uri::parse_file_path(*rest);
  if (!file)
    return 400;
  if (file->hidden && !to.options->dotfiles)
    return 404;
  to.method = head.method;
  to.name = std::move(file->name);
  to.directory = file->directory && (!rest->empty() || path.empty());
  to.target.assign(path);
  to.path_size = path.size();
  if (head.target.has_query)
    to.target.append(1, '?').append(head.target.query);
  for (auto& x : head.fields)
    if (chooses(x.id))
      to.fields.append(x.name, x.value);
  return 200;
}

} // namespace troupe::actors

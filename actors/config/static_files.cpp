#include "actors/config/static_files.hpp"

#include "codecs/base/ascii.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace troupe::actors {

namespace {

using namespace runtime::config;
using runtime::files::symlinks;

constexpr auto directory = text{.wanted = "a directory"};

std::optional<std::string> read_index(const setting& x, findings& out) {
  constexpr std::string_view wanted
    = "a file's name such as index.html, or off";
  auto said = text{wanted}(x, out);
  if (!said)
    return std::nullopt;
  if (*said == "off")
    return std::string{};
  if (said->find('/') == std::string::npos)
    return said;
  refuse(x, wanted, out);
  return std::nullopt;
}

std::optional<std::string> read_strip(const setting& x, findings& out) {
  constexpr std::string_view wanted = "a path's beginning such as /static";
  auto said = text{wanted}(x, out);
  if (!said)
    return std::nullopt;
  if (said->ends_with('/'))
    said->pop_back(); // "/static/" means the same
  if (said->empty() || said->front() == '/')
    return said;
  refuse(x, wanted, out);
  return std::nullopt;
}

/// A map from extensions to media types.
void read_types(const setting& x, static_files_options& to, findings& out) {
  if (x.value->what != node::kind::map) {
    refuse(x, "a map from extensions to media types", out);
    return;
  }
  for (auto& one : x.value->settings) {
    auto extension = std::string{one.key};
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   codecs::to_lower);
    if (auto type = text{.wanted = "a media type such as text/html"}(one, out))
      to.types.insert_or_assign(std::move(extension), *std::move(type));
  }
}

void read_map(const setting& x, static_files_options& to, findings& out) {
  section in{x, out};
  if (auto* root = in.require("root"))
    if (auto said = directory(*root, out))
      to.root = *std::move(said);
  in.bind("index", to.index, read_index);
  in.bind("strip", to.strip, read_strip);
  in.bind("fallback", to.fallback,
          text{.wanted = "a file's name such as index.html"});
  in.bind("symlinks", to.symlinks,
          choice<symlinks>{{{"never", symlinks::never},
                            {"beneath", symlinks::beneath},
                            {"anywhere", symlinks::anywhere}}});
  in.bind("dotfiles", to.dotfiles, boolean{});
  in.bind("precompressed", to.precompressed, boolean{});
  in.bind("etag", to.tag,
          choice<file_tag>{{{"strong", file_tag::strong},
                            {"weak", file_tag::weak},
                            {"off", file_tag::off}}});
  if (auto* types = in.find("types"))
    read_types(*types, to, out);
  in.bind("default_type", to.default_type,
          text{.wanted = "a media type such as text/plain"});
  in.bind("max_ranges", to.max_ranges, whole_number{.least = 0, .most = 1000});
  in.bind("timeout", to.timeout, duration{.may_be_off = true});
  in.close();
}

} // namespace

static_files_options read_static_files(const setting& x, findings& out) {
  auto options = static_files_options{};
  if (x.value->what == node::kind::text)
    options.root = directory(x, out).value_or("");
  else
    read_map(x, options, out);
  return options;
}

} // namespace troupe::actors

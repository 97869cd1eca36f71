#include "actors/static_files/media_type.hpp"

#include "codecs/base/ascii.hpp"

#include <algorithm>
#include <array>

namespace troupe::actors {

namespace {

struct row {
  std::string_view extension;
  std::string_view type;
};

// Sorted. Text has its charset; JSON and XML say theirs by themselves.
constexpr auto rows = std::array{
  row{"7z", "application/x-7z-compressed"},
  row{"aac", "audio/aac"},
  row{"apng", "image/apng"},
  row{"avif", "image/avif"},
  row{"bin", "application/octet-stream"},
  row{"bmp", "image/bmp"},
  row{"bz2", "application/x-bzip2"},
  row{"css", "text/css; charset=utf-8"},
  row{"csv", "text/csv; charset=utf-8"},
  row{"doc", "application/msword"},
  row{"docx", "application/"
              "vnd.openxmlformats-officedocument.wordprocessingml.document"},
  row{"eot", "application/vnd.ms-fontobject"},
  row{"epub", "application/epub+zip"},
  row{"flac", "audio/flac"},
  row{"gif", "image/gif"},
  row{"gz", "application/gzip"},
  row{"htm", "text/html; charset=utf-8"},
  row{"html", "text/html; charset=utf-8"},
  row{"ico", "image/x-icon"},
  row{"ics", "text/calendar; charset=utf-8"},
  row{"jar", "application/java-archive"},
  row{"jpeg", "image/jpeg"},
  row{"jpg", "image/jpeg"},
  row{"js", "text/javascript; charset=utf-8"},
  row{"json", "application/json"},
  row{"jsonld", "application/ld+json"},
  row{"m3u8", "application/vnd.apple.mpegurl"},
  row{"m4a", "audio/mp4"},
  row{"m4s", "video/iso.segment"},
  row{"m4v", "video/mp4"},
  row{"map", "application/json"},
  row{"md", "text/markdown; charset=utf-8"},
  row{"mid", "audio/midi"},
  row{"mjs", "text/javascript; charset=utf-8"},
  row{"mov", "video/quicktime"},
  row{"mp3", "audio/mpeg"},
  row{"mp4", "video/mp4"},
  row{"mpd", "application/dash+xml"},
  row{"mpeg", "video/mpeg"},
  row{"odp", "application/vnd.oasis.opendocument.presentation"},
  row{"ods", "application/vnd.oasis.opendocument.spreadsheet"},
  row{"odt", "application/vnd.oasis.opendocument.text"},
  row{"oga", "audio/ogg"},
  row{"ogg", "audio/ogg"},
  row{"ogv", "video/ogg"},
  row{"opus", "audio/ogg"},
  row{"otf", "font/otf"},
  row{"pdf", "application/pdf"},
  row{"png", "image/png"},
  row{"ppt", "application/vnd.ms-powerpoint"},
  row{"pptx", "application/"
              "vnd.openxmlformats-officedocument.presentationml.presentation"},
  row{"rar", "application/vnd.rar"},
  row{"rss", "application/rss+xml"},
  row{"rtf", "application/rtf"},
  row{"svg", "image/svg+xml"},
  row{"tar", "application/x-tar"},
  row{"tif", "image/tiff"},
  row{"tiff", "image/tiff"},
  row{"ts", "video/mp2t"},
  row{"ttf", "font/ttf"},
  row{"txt", "text/plain; charset=utf-8"},
  row{"vtt", "text/vtt; charset=utf-8"},
  row{"wasm", "application/wasm"},
  row{"wav", "audio/wav"},
  row{"weba", "audio/webm"},
  row{"webm", "video/webm"},
  row{"webmanifest", "application/manifest+json"},
  row{"webp", "image/webp"},
  row{"woff", "font/woff"},
  row{"woff2", "font/woff2"},
  row{"xhtml", "application/xhtml+xml"},
  row{"xls", "application/vnd.ms-excel"},
  row{"xlsx",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
  row{"xml", "application/xml"},
  row{"xz", "application/x-xz"},
  row{"yaml", "application/yaml"},
  row{"yml", "application/yaml"},
  row{"zip", "application/zip"},
  row{"zst", "application/zstd"},
};

constexpr bool comes_before(std::string_view a, std::string_view b) noexcept {
  return std::lexicographical_compare(
    a.begin(), a.end(), b.begin(), b.end(),
    [](char x, char y) { return codecs::to_lower(x) < codecs::to_lower(y); });
}

constexpr bool is_sorted() {
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (!comes_before(rows[i - 1].extension, rows[i].extension))
      return false;
  return true;
}
static_assert(is_sorted());

} // namespace

std::string_view extension_of(std::string_view name) noexcept {
  if (auto slash = name.rfind('/'); slash != name.npos)
    name.remove_prefix(slash + 1);
  auto dot = name.rfind('.');
  if (dot == name.npos || dot == 0)
    return {};
  return name.substr(dot + 1);
}

std::string_view media_type_of(std::string_view extension) noexcept {
  auto found = std::lower_bound(rows.begin(), rows.end(), extension,
                                [](const row& x, std::string_view wanted) {
                                  return comes_before(x.extension, wanted);
                                });
  if (found == rows.end() || !codecs::same_text(found->extension, extension))
    return {};
  return found->type;
}

} // namespace troupe::actors

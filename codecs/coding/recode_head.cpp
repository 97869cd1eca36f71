#include "codecs/coding/recode_head.hpp"

#include "codecs/fields/list.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace troupe::codecs::coding {

namespace {

using fields::name;

// RFC 9530 sections 2 and 3, and what was before them.
constexpr auto digests = std::array<std::string_view, 4>{
  "Content-Digest", "Repr-Digest", "Digest", "Content-MD5"};

void erase_what_is_no_longer_true(fields::map& response) {
  response.erase(name::content_length);
  response.erase(name::accept_ranges);
  for (auto x : digests)
    response.erase(x);
}

void weaken_etag(fields::map& response) {
  if (auto etag = response.get(name::etag); etag.starts_with('"'))
    response.set("ETag", "W/" + std::string{etag});
}

void vary_by_accept_encoding(fields::map& response) {
  if (!fields::has_element(response, name::vary, "*")
      && !fields::has_element(response, name::vary, "Accept-Encoding"))
    response.append("Vary", "Accept-Encoding");
}

} // namespace

void recode_head(fields::map& response, const decision& x) {
  if (x.transforms())
    erase_what_is_no_longer_true(response);
  if (x.what == verdict::encode)
    response.set("Content-Encoding", to_string(x.coding));
  if (x.what == verdict::decode)
    response.erase(name::content_encoding);
  if (x.weakens_etag)
    weaken_etag(response);
  if (x.varies)
    vary_by_accept_encoding(response);
}

void recode_trailers(fields::map& trailers) {
  erase_what_is_no_longer_true(trailers);
}

bool describes_coded_octets(const fields::field& x) noexcept {
  return x.id == name::content_length || x.id == name::accept_ranges
         || std::any_of(digests.begin(), digests.end(), [&](auto digest) {
              return fields::same_name(x.name, digest);
            });
}

} // namespace troupe::codecs::coding

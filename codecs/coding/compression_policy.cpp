#include "codecs/coding/compression_policy.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/coding/accept_encoding.hpp"
#include "codecs/coding/coded_content.hpp"
#include "codecs/fields/list.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace troupe::codecs::coding {

namespace {

using fields::name;

bool has_content(http::method method, http::status code) noexcept {
  if (method == http::method::connect && code / 100 == 2)
    return false;
  return code >= 200 && code != 204 && code != 205 && code != 304;
}

bool is_partial(http::status code, const fields::map& response) noexcept {
  return code == 206 || response.has(name::content_range);
}

bool is_shorter(const fields::map& response, std::uint64_t smallest) noexcept {
  auto text = response.get(name::content_length);
  auto length = std::uint64_t{};
  auto read = std::from_chars(text.data(), text.data() + text.size(), length);
  return read.ec == std::errc{}
         && length < std::max<std::uint64_t>(smallest, 1);
}

// Does the client revalidate what we gave it in another coding, and so under a
// weak tag? Then the origin's strong one would not name what the client has.
bool knows_weakened(const fields::map& request, const fields::map& response) {
  auto etag = response.get(name::etag);
  auto known = false;
  fields::for_each_element(request, name::if_none_match, [&](auto x) {
    known = known || (x.starts_with("W/") && x.substr(2) == etag);
  });
  return known;
}

} // namespace

std::string_view to_string(verdict x) noexcept {
  switch (x) {
    case verdict::encode: return "encode";
    case verdict::decode: return "decode";
    case verdict::switched_off: return "switched_off";
    case verdict::no_content: return "no_content";
    case verdict::partial: return "partial";
    case verdict::no_transform: return "no_transform";
    case verdict::already_coded: return "already_coded";
    case verdict::other_type: return "other_type";
    case verdict::too_small: return "too_small";
    case verdict::not_accepted: return "not_accepted";
  }
  return "unknown";
}

compression_policy::compression_policy(compression_options options)
  : options_(std::move(options)) {
  for (auto& offer : options_.offers)
    kinds_.push_back(offer.coding);
}

decision compression_policy::decide(http::method method,
                                    const fields::map& request,
                                    http::status status,
                                    const fields::map& response) const {
  if (!has_content(method, status))
    return {.what = verdict::no_content,
            .weakens_etag = status == 304 && knows_weakened(request, response)};
  if (is_partial(status, response))
    return {.what = verdict::partial};
  if (forbids_transformation(response) || forbids_transformation(request))
    return {.what = verdict::no_transform};
  return codings_of(response).size > 0 ? decide_coded(request, response)
                                       : decide_plain(request, response);
}

decision compression_policy::decide_coded(const fields::map& request,
                                          const fields::map& response) const {
  auto codings = codings_of(response);
  if (options_.decode == decode_for::nobody || !codings.can_be_undone())
    return {.what = verdict::already_coded};
  if (options_.decode == decode_for::everybody)
    return {
      .what = verdict::decode, .coding = *codings.last, .weakens_etag = true};
  auto client = accept_encoding{request};
  if (!client.accepts(kind::identity)
      || (client.stated() && client.accepts(*codings.last)))
    return {.what = verdict::already_coded, .varies = true};
  return {.what = verdict::decode,
          .coding = *codings.last,
          .varies = true,
          .weakens_etag = true};
}

decision compression_policy::decide_plain(const fields::map& request,
                                          const fields::map& response) const {
  if (kinds_.empty())
    return {.what = verdict::switched_off};
  if (!is_listed(response.get(name::content_type)))
    return {.what = verdict::other_type};
  if (is_shorter(response, options_.smallest))
    return {.what = verdict::too_small};
  auto chosen = accept_encoding{request}.choose(kinds_);
  auto offer = std::find_if(options_.offers.begin(), options_.offers.end(),
                            [&](auto& x) { return x.coding == chosen; });
  if (offer == options_.offers.end())
    return {.what = verdict::not_accepted, .varies = true};
  return {.what = verdict::encode,
          .coding = offer->coding,
          .level = offer->level,
          .varies = true,
          .weakens_etag = true};
}

bool compression_policy::is_listed(
  std::string_view content_type) const noexcept {
  return std::any_of(
    options_.media_types.begin(), options_.media_types.end(),
    [&](auto& x) { return matches_media_type(x, content_type); });
}

} // namespace troupe::codecs::coding

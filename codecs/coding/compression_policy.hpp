#pragma once

#include "codecs/coding/compression_options.hpp"
#include "codecs/coding/kind.hpp"
#include "codecs/fields/map.hpp"
#include "codecs/http/method.hpp"
#include "codecs/http/status.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace troupe::codecs::coding {

/// What becomes of a response, and if nothing does, why.
enum class verdict : std::uint8_t {
  encode,
  decode,
  // -- left as it is
  switched_off,  ///< no coding is offered
  no_content,    ///< a tunnel, 1xx, 204, 205, 304
  partial,       ///< 206, or Content-Range: a part of what was coded, or not
  no_transform,  ///< somebody forbids it (RFC 9110 section 7.7)
  already_coded, ///< Content-Encoding
  other_type,    ///< not one of the media types
  too_small,     ///< by its Content-Length
  not_accepted,  ///< by the client, who prefers it as it is
};

std::string_view to_string(verdict x) noexcept;

struct decision {
  verdict what = verdict::switched_off;
  kind coding = kind::identity; ///< to apply, or to undo
  int level = 0;                ///< of an encoder
  bool varies = false;          ///< another Accept-Encoding might change this
  bool weakens_etag = false;    ///< the ETag names other octets than the sent

  bool transforms() const noexcept {
    return what == verdict::encode || what == verdict::decode;
  }
};

/// Decides which responses are sent in another coding than they came in. A
/// value without state: the same for all exchanges of a route.
class compression_policy {
public:
  explicit compression_policy(compression_options options);

  /// For HEAD as for GET, so that the heads are the same; there is nothing to
  /// encode then. An event stream (and whatever else trickles) needs a flush()
  /// whenever the origin pauses.
  decision decide(http::method method, const fields::map& request,
                  http::status status, const fields::map& response) const;

private:
  decision decide_coded(const fields::map& request,
                        const fields::map& response) const;
  decision decide_plain(const fields::map& request,
                        const fields::map& response) const;
  bool is_listed(std::string_view content_type) const noexcept;

  compression_options options_;
  std::vector<kind> kinds_; // of the offers
};

} // namespace troupe::codecs::coding

#pragma once

#include "codecs/fields/map.hpp"
#include "codecs/http/hop_by_hop.hpp"
#include "codecs/http1/encoder.hpp"

#include <string>

namespace troupe::actors {

/// The end of a chunked body that goes on: without the trailer fields that
/// nobody may send there (RFC 9110 section 6.5.1).
inline void forward_last_chunk(std::string& out,
                               const codecs::fields::map& trailers) {
  out.append("0\r\n");
  codecs::http1::write_fields(out, trailers, [](const auto& x) {
    return !codecs::http::forbidden_in_trailers(x);
  });
  codecs::http1::end_head(out);
}

} // namespace troupe::actors

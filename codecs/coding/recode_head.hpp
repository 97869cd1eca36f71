#pragma once

#include "codecs/coding/compression_policy.hpp"
#include "codecs/fields/map.hpp"

namespace troupe::codecs::coding {

/// Makes the fields of a response say what the decision makes true: the coding
/// in Content-Encoding, no field that describes_coded_octets(), a weak ETag
/// (RFC 9110 section 8.8.1), and "Vary: Accept-Encoding" if it varies. How long
/// the content is nobody knows any more, so that the caller frames it anew.
void recode_head(fields::map& response, const decision& x);

/// The same for trailers: only what is no longer true goes.
void recode_trailers(fields::map& trailers);

/// Fields, of the head or of the trailers, that are no longer true of content
/// in another coding: lengths, ranges (RFC 9110 section 14.3) and digests.
/// Repr-Digest is among them, for the coding is part of the representation (RFC
/// 9530 section 3).
bool describes_coded_octets(const fields::field& x) noexcept;

} // namespace troupe::codecs::coding

#pragma once

#include "codecs/fields/map.hpp"

#include <string>

namespace troupe::codecs::grpc_web {

/// Appends the frame that ends a response of gRPC-web in place of trailers: the
/// flag 0x80, the length in four octets, and the fields as lines, their names
/// in lower case (gRPC-web, "Message framing").
void write_trailer_frame(std::string& out, const fields::map& trailers);

} // namespace troupe::codecs::grpc_web

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace troupe::codecs::grpc_web {

/// A media type of gRPC-web: application/grpc-web, or -text, and what the
/// messages are, with its parameters. Borrowed from the field's value.
struct media_type {
  bool text = false;           ///< the body is base64
  std::string_view of_message; ///< "+proto", "+json; x=y"; may be empty
};

/// Of a Content-Type, or an element of Accept; nothing if it is another.
std::optional<media_type> read_media_type(std::string_view value) noexcept;

/// "+proto" of "application/grpc+proto"; nothing if it is not gRPC's.
std::optional<std::string_view> grpc_message(std::string_view value) noexcept;

/// What a gRPC server is told.
std::string to_grpc(const media_type& x);
/// What a gRPC-web client is told.
std::string to_string(const media_type& x);

} // namespace troupe::codecs::grpc_web

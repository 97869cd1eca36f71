#pragma once

#include "actors/base/failure.hpp"

#include "codecs/http/status.hpp"
#include "codecs/http1/head.hpp"

#include <cstdint>

namespace troupe::actors {

/// The codes of gRPC that a proxy has reason for.
enum class grpc_status : std::uint8_t {
  cancelled = 1,
  unknown = 2,
  deadline_exceeded = 4,
  permission_denied = 7,
  resource_exhausted = 8,
  unimplemented = 12,
  internal = 13,
  unavailable = 14,
  unauthenticated = 16,
};

/// Does this request call a gRPC method? By its content type.
bool is_grpc(const codecs::http1::request_head& head) noexcept;

/// What a client of gRPC is told of an error of ours that others would be told
/// with that status. As gRPC maps statuses of HTTP, except where the error
/// itself says more: a deadline, a message that is too large.
grpc_status grpc_status_for(const failure& why,
                            codecs::http::status status) noexcept;

} // namespace troupe::actors

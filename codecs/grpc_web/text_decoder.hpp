#pragma once

#include "codecs/base/octets.hpp"

#include <string>

namespace troupe::codecs::grpc_web {

/// Reads the body of application/grpc-web-text: base64 (RFC 4648 section 4) in
/// any number of segments, each with padding of its own, one behind the other.
/// Performs no I/O; keeps three letters at most between two calls. The same
/// letters give the same octets, or an error, however cut.
class text_decoder {
public:
  /// Appends what the letters say. False if they are no base64; nothing can be
  /// decoded then.
  [[nodiscard]] bool feed(octets input, std::string& out);
  /// May the text end here?
  bool complete() const noexcept { return held_.empty(); }

private:
  bool decode(std::string_view quanta, std::string& out) const;

  std::string held_; // letters of a quantum that is not complete
};

} // namespace troupe::codecs::grpc_web

#include "codecs/grpc_web/trailer_frame.hpp"

#include "codecs/base/ascii.hpp"

#include <cstddef>
#include <cstdint>

namespace troupe::codecs::grpc_web {

namespace {

constexpr auto trailers_flag = '\x80';

} // namespace

void write_trailer_frame(std::string& out, const fields::map& trailers) {
  auto length = std::size_t{0};
  for (auto& x : trailers)
    length += x.name.size() + x.value.size() + 4; // ": " and CRLF
  out += trailers_flag;
  for (auto shift : {24, 16, 8, 0})
    out += static_cast<char>(static_cast<std::uint8_t>(length >> shift));
  for (auto& x : trailers) {
    for (auto c : x.name)
      out += to_lower(c);
    out.append(": ").append(x.value).append("\r\n");
  }
}

} // namespace troupe::codecs::grpc_web

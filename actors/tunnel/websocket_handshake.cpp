#include "actors/tunnel/websocket_handshake.hpp"

#include "runtime/tls/sha1.hpp"

#include "codecs/base/base64.hpp"

#include <array>
#include <bit>
#include <cstdint>

namespace troupe::actors {

std::string websocket_accept(std::string_view key) {
  constexpr auto guid
    = std::string_view{"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"};
  return codecs::to_base64(runtime::tls::sha1(std::string{key}.append(guid)));
}

std::string ask_by_upgrade(codecs::http1::request_head& head,
                           codecs::http::random_source& random) {
  // It keeps caches and the careless from answering, and hides nothing.
  auto octets = std::bit_cast<std::array<char, 16>>(
    std::array<std::uint64_t, 2>{random.next(), random.next()});
  auto key = codecs::to_base64({octets.data(), octets.size()});
  head.method = codecs::http::method::get;
  head.method_text = "GET";
  head.wants_upgrade = true;
  head.framing = {};
  head.fields.append("connection", "upgrade");
  head.fields.append("upgrade", "websocket");
  head.fields.set("sec-websocket-key", key);
  return key;
}

} // namespace troupe::actors

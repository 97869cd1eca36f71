#include "actors/config/socket.hpp"

#include <fmt/format.h>

#include <chrono>

namespace troupe::actors {

namespace {

using namespace runtime::config;
using namespace std::chrono_literals;

using keepalive = std::optional<runtime::net::tcp_keepalive>;

// The kernel counts them in seconds.
std::optional<std::chrono::seconds> read_seconds(const setting& x,
                                                 findings& out) {
  auto time = duration{.least = 1s}(x, out);
  if (!time)
    return std::nullopt;
  if (*time % 1s != 0ms || *time > 9h) {
    refuse(x, "whole seconds, 9h at the most", out);
    return std::nullopt;
  }
  return std::chrono::duration_cast<std::chrono::seconds>(*time);
}

std::optional<keepalive> read_keepalive(const setting& x, findings& out) {
  if (x.value->what == node::kind::text && x.value->text == "off")
    return keepalive{};
  if (x.value->what != node::kind::map) {
    refuse(x, "a map of idle, interval and count, or off", out);
    return std::nullopt;
  }
  runtime::net::tcp_keepalive result;
  section in{x, out};
  in.bind("idle", result.idle, read_seconds);
  in.bind("interval", result.interval, read_seconds);
  in.bind("count", result.count, whole_number{.least = 1, .most = 127});
  in.close();
  return keepalive{result};
}

} // namespace

std::optional<runtime::net::address> read_address(const setting& x,
                                                  findings& out) {
  auto said = text{.wanted = "an address such as 127.0.0.1:80"}(x, out);
  if (!said)
    return std::nullopt;
  auto address = runtime::net::address::parse(*said);
  if (address)
    return *std::move(address);
  out.add(place_of(x),
          fmt::format("'{}' will not do: {}", x.key, address.error()));
  return std::nullopt;
}

void bind_socket(section& in, runtime::net::socket_options& to) {
  in.bind("nodelay", to.nodelay, boolean{});
  in.bind("keepalive", to.keepalive, read_keepalive);
  if (auto* x = in.find("dscp"))
    if (auto value = whole_number{.most = 63}(*x, in.out()))
      to.dscp = static_cast<std::uint8_t>(*value);
  constexpr auto buffer = size{.least = 2048, .most = 1 << 30, .off = 0};
  in.bind("send_buffer", to.send_buffer, buffer);
  in.bind("receive_buffer", to.receive_buffer, buffer);
}

} // namespace troupe::actors

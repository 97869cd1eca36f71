#include "actors/config/http2.hpp"

namespace troupe::actors {

namespace {

using namespace runtime::config;
using codecs::http2::rate;

// RFC 9113 sections 6.5.2 and 6.9.1.
constexpr auto of_a_window = size{.least = 65535, .most = 0x7fffffff};
constexpr auto of_a_frame = size{.least = 16384, .most = 0xffffff};

void read_rate(const setting& x, rate& to, findings& out) {
  section in{x, out};
  in.bind("burst", to.burst, whole_number{.least = 1, .most = 1'000'000});
  in.bind("per_second", to.per_second,
          whole_number{.least = 1, .most = 1'000'000});
  in.close();
}

void bind_rate(section& in, std::string_view key, rate& to) {
  if (auto* x = in.find(key))
    read_rate(*x, to, in.out());
}

template <class Options>
void bind_http2(section& in, Options& to) {
  auto& protocol = to.protocol;
  in.bind("window", protocol.window, of_a_window);
  in.bind("connection_window", protocol.connection_window, of_a_window);
  in.bind("frame", protocol.max_frame, of_a_frame);
  in.bind("head", protocol.max_head, size{.least = 1024, .most = 16 << 20});
  in.bind("table", protocol.max_table, size{.most = 1 << 20, .off = 0});
  in.bind("continuations", protocol.max_continuations,
          whole_number{.least = 1, .most = 1000});
  bind_rate(in, "resets", protocol.resets);
  bind_rate(in, "idle_frames", protocol.idle_frames);
  in.bind("streams", protocol.max_streams,
          whole_number{.least = 1, .most = 65535});
  in.bind("ping", to.ping, duration{.may_be_off = true});
  in.bind("pong", to.pong, duration{.may_be_off = true});
}

} // namespace

http_versions read_protocols(const setting& x, findings& out) {
  const auto one = choice<bool http_versions::*>{
    {{"h2", &http_versions::h2}, {"http/1.1", &http_versions::h1}}};
  auto result = http_versions{.h1 = false, .h2 = false};
  for (auto& entry : items_of(x, "protocol", out))
    if (auto which = one(entry, out))
      result.*(*which) = true;
  return result;
}

void read_http2(const setting& x, session_h2_options& to, findings& out) {
  section in{x, out};
  bind_http2(in, to);
  in.bind("websocket", to.protocol.extended_connect, boolean{});
  in.bind("coalesce", to.coalesce, boolean{});
  in.close();
}

void read_upstream_http2(const setting& x, upstream_h2_options& to,
                         findings& out) {
  section in{x, out};
  bind_http2(in, to);
  in.close();
}

} // namespace troupe::actors

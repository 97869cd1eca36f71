#pragma once

#include "tests/codecs/http2/frames.hpp"
#include "tests/codecs/http2/recorder.hpp"

#include "codecs/http2/server.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::codecs::http2::test {

/// A server, and a client that sends what it is told to.
class server_fixture {
protected:
  explicit server_fixture(options x = {}) : wish(x) { meet(); }

  void meet() {
    seen = {};
    uut.emplace(wish, seen);
    sent.clear();
    say(std::string{preface} + frame(type::settings, 0, 0));
  }

  void say(std::string_view wire) {
    uut->feed(as_octets(wire), now);
    hear();
  }

  void hear() {
    auto wire = std::string{};
    uut->pull(wire, 1 << 24);
    for (auto& x : frames_of(wire))
      sent.push_back(x);
  }

  void open(std::uint32_t id, const field_lines& head, bool ends = true) {
    say(frame(type::headers, end_headers | (ends ? end_stream : 0), id,
              block(head)));
  }

  /// The code of the last frame of that kind for that stream.
  std::optional<errc> code(type what, std::uint32_t id) const {
    auto result = std::optional<errc>{};
    for (auto& x : sent)
      if (x.what == what && x.stream == id)
        result = errc_of(to_number(
          std::string_view{x.payload}.substr(what == type::goaway ? 4 : 0, 4)));
    return result;
  }

  std::string body(std::uint32_t id) const {
    auto result = std::string{};
    for (auto& x : sent)
      if (x.what == type::data && x.stream == id)
        result += x.payload;
    return result;
  }

  std::size_t count(type what, std::uint32_t id) const {
    return static_cast<std::size_t>(
      std::count_if(sent.begin(), sent.end(),
                    [&](auto& x) { return x.what == what && x.stream == id; }));
  }

  void answer(stream_id id, std::string_view body = {}, int status = 200) {
    auto head = http1::response_head{};
    head.status = static_cast<http::status>(status);
    uut->send_head(id, head, body.empty());
    if (!body.empty()) {
      uut->send_body(id, as_octets(body));
      uut->send_end(id, {});
    }
    hear();
  }

  options wish;
  server_side seen;
  std::optional<server> uut;
  std::vector<seen_frame> sent;
  server::time_point now{};
};

} // namespace troupe::codecs::http2::test

#pragma once

#include "codecs/http2/client.hpp"
#include "codecs/http2/server.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace troupe::codecs::http2::test {

inline std::string text_of(const fields::map& all) {
  auto result = std::string{};
  for (auto& x : all)
    result.append(x.name).append(": ").append(x.value).append("\n");
  return result;
}

/// What was told of a stream.
struct seen_stream {
  std::string head; ///< "GET https? /path" or "200", and the fields
  std::vector<int> interim;
  std::string authority;
  std::string protocol;
  http::framing framing;
  std::string body;
  std::string trailers;
  bool oversized = false;
  bool ended = false;
  bool closed = false;
  std::optional<errc> reset;
  bool by_peer = false;
  int room = 0;
  int progress = 0;
};

template <class Events>
class recorder : public Events {
public:
  void on_body(stream_id id, octets piece) override {
    streams[id].body += as_text(piece);
  }
  void on_end(stream_id id, fields::map& trailers) override {
    streams[id].ended = true;
    streams[id].trailers = text_of(trailers);
  }
  void on_closed(stream_id id, const closure& how) override {
    streams[id].closed = true;
    if (!how.whole)
      streams[id].reset = how.why;
    streams[id].by_peer = how.by_peer;
  }
  void on_room(stream_id id) override { ++streams[id].room; }
  void on_progress(stream_id id) override { ++streams[id].progress; }
  void on_goaway(stream_id last, errc why) override {
    goaways.emplace_back(last, why);
  }
  void on_pong() override { ++pongs; }

  std::map<stream_id, seen_stream> streams;
  std::vector<std::pair<stream_id, errc>> goaways;
  int pongs = 0;
};

struct server_side : recorder<server_events> {
  void on_request(stream_id id, http1::request_head& head,
                  std::string_view protocol) override {
    auto& x = streams[id];
    x.head = std::string{head.method_text} + ' ' + std::string{head.target.text}
             + '\n' + text_of(head.fields);
    x.authority = head.authority;
    x.protocol = protocol;
    x.framing = head.framing;
  }
  void on_oversized(stream_id id) override { streams[id].oversized = true; }
};

struct client_side : recorder<client_events> {
  void on_interim(stream_id id, http1::response_head& head) override {
    streams[id].interim.push_back(head.status);
  }
  void on_response(stream_id id, http1::response_head& head) override {
    auto& x = streams[id];
    x.head = std::to_string(head.status) + '\n' + text_of(head.fields);
    x.framing = head.framing;
  }
  void on_settings() override { ++settings; }

  int settings = 0;
};

} // namespace troupe::codecs::http2::test

// Nanoseconds that a request and its response cost each side of an HTTP/2
// connection, from octets to octets, with the sockets left out.

#include "codecs/http2/client.hpp"
#include "codecs/http2/server.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <string>

namespace {

using namespace troupe::codecs;
using clock_type = std::chrono::steady_clock;

template <class Events>
class quiet : public Events {
public:
  void on_body(http2::stream_id id, octets piece) override {
    uut->consumed(id, piece.size());
  }
  void on_end(http2::stream_id, fields::map&) override {}
  void on_closed(http2::stream_id, const http2::closure&) override {}
  void on_room(http2::stream_id) override {}
  void on_goaway(http2::stream_id, http2::errc) override {}
  void on_pong() override {}

  http2::connection* uut = nullptr;
};

class origin final : public quiet<http2::server_events> {
public:
  explicit origin(std::size_t size) : body_(size, 'x') {
    head_.status = 200;
    head_.fields.append("content-type", "text/html; charset=utf-8");
    head_.fields.append("content-length", std::to_string(size));
    head_.fields.append("cache-control", "public, max-age=600");
  }

  void on_request(http2::stream_id id, http1::request_head&,
                  std::string_view) override {
    auto& to = static_cast<http2::server&>(*uut);
    to.send_head(id, head_, false);
    to.send_body(id, as_octets(body_));
    to.send_end(id, {});
  }
  void on_oversized(http2::stream_id) override {}

private:
  http1::response_head head_;
  std::string body_;
};

class asker final : public quiet<http2::client_events> {
public:
  explicit asker(int requests) : left_(requests) {
    head_.method = http::method::get;
    head_.method_text = "GET";
    head_.target.text = "/articles/2024/05/on-the-care-of-old-theatres.html";
    head_.fields.append("user-agent",
                        "Mozilla/5.0 (X11; Linux x86_64; rv:126.0)");
    head_.fields.append("accept-encoding", "gzip, deflate, br, zstd");
  }

  void ask() {
    if (left_-- > 0)
      static_cast<http2::client&>(*uut).send_request(
        head_, {.scheme = "https", .authority = "a.example"}, true);
  }

  void on_interim(http2::stream_id, http1::response_head&) override {}
  void on_response(http2::stream_id, http1::response_head&) override {}
  void on_settings() override {}
  void on_end(http2::stream_id, fields::map&) override {
    ++ended;
    ask();
  }

  int ended = 0;

private:
  http1::request_head head_;
  int left_;
};

struct cost {
  std::chrono::nanoseconds server{0};
  std::chrono::nanoseconds client{0};
};

/// 32 requests at once: one that is answered is followed by another.
cost measure(std::size_t body, int requests) {
  auto there = origin{body};
  auto here = asker{requests};
  auto server = http2::server{{}, there};
  auto client = http2::client{{}, here};
  there.uut = &server;
  here.uut = &client;
  auto result = cost{};
  auto wire = std::string{};
  auto timed = [](auto& to, auto&& f) {
    auto begun = clock_type::now();
    f();
    to += clock_type::now() - begun;
  };
  for (auto i = 0; i < 32; ++i)
    here.ask();
  while (here.ended < requests) {
    wire.clear();
    timed(result.client, [&] { client.pull(wire, 64 * 1024); });
    timed(result.server, [&] { server.feed(as_octets(wire), {}); });
    wire.clear();
    timed(result.server, [&] { server.pull(wire, 64 * 1024); });
    timed(result.client, [&] { client.feed(as_octets(wire), {}); });
  }
  result.server /= requests;
  result.client /= requests;
  return result;
}

} // namespace

int main() {
  struct run {
    std::size_t body;
    int requests;
  };
  for (auto x : {run{2, 200'000}, run{4096, 100'000}, run{65'536, 10'000}}) {
    auto least = measure(x.body, x.requests);
    for (auto i = 0; i < 4; ++i) {
      auto again = measure(x.body, x.requests);
      least.server = std::min(least.server, again.server);
      least.client = std::min(least.client, again.client);
    }
    std::printf("%6zu octets of body: server %6lld ns, client %6lld ns\n",
                x.body, static_cast<long long>(least.server.count()),
                static_cast<long long>(least.client.count()));
  }
}

// Reads what a client of HTTP/2 has sent, from its preface on, and prints what
// it means:
//
//     h2_dump < octets
//
// Shows how the codec is used without a socket: octets in, events out.
#include "codecs/http2/server.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>

using namespace troupe::codecs;

namespace {

class printer final : public http2::server_events {
public:
  void on_request(http2::stream_id id, http1::request_head& head,
                  std::string_view protocol) override {
    std::cout << id << ": " << head.method_text << ' ' << head.target.text
              << " of " << head.authority;
    if (!protocol.empty())
      std::cout << " for " << protocol;
    std::cout << '\n';
    print(id, head.fields);
  }

  void on_oversized(http2::stream_id id) override {
    std::cout << id << ": a head that is too large\n";
  }

  void on_body(http2::stream_id id, octets piece) override {
    std::cout << id << ": " << piece.size() << " octets\n";
    uut->consumed(id, piece.size()); // the client may send as many more
  }

  void on_end(http2::stream_id id, fields::map& trailers) override {
    print(id, trailers);
    std::cout << id << ": end\n";
  }

  void on_closed(http2::stream_id id, const http2::closure& how) override {
    if (!how.whole)
      std::cout << id << ": reset, " << to_string(how.why) << '\n';
  }

  void on_goaway(http2::stream_id last, http2::errc why) override {
    std::cout << "goaway after " << last << ", " << to_string(why) << '\n';
  }

  void on_room(http2::stream_id) override {} // for who sends bodies
  void on_pong() override {}                 // and pings

  http2::server* uut = nullptr;

private:
  static void print(http2::stream_id id, const fields::map& all) {
    for (auto& x : all)
      std::cout << id << ":   " << x.name << ": " << x.value << '\n';
  }
};

} // namespace

int main() {
  auto events = printer{};
  auto uut = http2::server{{}, events};
  events.uut = &uut;
  auto answer = std::string{};
  auto room = std::array<char, 4096>{};
  while (auto n = std::fread(room.data(), 1, room.size(), stdin)) {
    uut.feed(as_octets({room.data(), n}), std::chrono::steady_clock::now());
    answer.clear();
    uut.pull(answer, 1 << 20); // a server would send that
    if (uut.finished())
      break;
  }
  if (!uut.problem().empty()) {
    std::cout << "refused: " << uut.problem() << '\n';
    return 1;
  }
}

#pragma once

#include "tests/fuzz/fuzzing.hpp"

#include "codecs/http2/connection.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace troupe::fuzz {

constexpr auto small_http2
  = codecs::http2::options{.max_streams = 8,
                           .window = 1000,
                           .connection_window = 65'535,
                           .max_head = 500,
                           .resets = {.burst = 20, .per_second = 0},
                           .idle_frames = {.burst = 20, .per_second = 0}};

/// Whoever listens to a connection, and demands that what it hears is in order:
/// a stream's head, its body, its end, each once, and nothing of one that is
/// over.
template <class Events>
class http2_books : public Events {
public:
  using stream_id = codecs::http2::stream_id;

  void begin(stream_id id) {
    demand(!streams_.contains(id));
    streams_[id] = {};
  }
  bool is_open(stream_id id) const { return streams_.contains(id); }

  void on_body(stream_id id, codecs::octets piece) override {
    demand(is_open(id) && !streams_[id].ended && !piece.empty());
    streams_[id].held += piece.size();
  }
  void on_end(stream_id id, codecs::fields::map&) override {
    demand(is_open(id) && !streams_[id].ended);
    streams_[id].ended = true;
  }
  void on_closed(stream_id id, const codecs::http2::closure&) override {
    demand(streams_.erase(id) == 1);
  }
  void on_room(stream_id) override {}
  void on_goaway(stream_id, codecs::http2::errc) override {}
  void on_pong() override {}

  /// Of all streams that are not over.
  std::size_t held() const {
    auto result = std::size_t{0};
    for (auto& x : streams_)
      result += x.second.held;
    return result;
  }

  void take_all(codecs::http2::connection& from) {
    for (auto& x : streams_)
      from.consumed(x.first, std::exchange(x.second.held, 0));
  }

private:
  struct stream {
    std::size_t held = 0;
    bool ended = false;
  };

  std::map<stream_id, stream> streams_;
};

/// Feeds the wire in pieces, and takes what the connection has to say.
template <class Books>
void converse(codecs::http2::connection& uut, Books& books,
              std::string_view wire, const test::cutting& cut) {
  auto out = std::string{};
  auto turn = std::size_t{0};
  while (!wire.empty() && !uut.finished()) {
    auto size = std::min(wire.size(), cut.pieces[turn % cut.pieces.size()]);
    uut.feed(codecs::as_octets(wire.substr(0, size)), {});
    wire.remove_prefix(size);
    demand(uut.unconsumed() <= 65'535);
    if (++turn % 3 == 0)
      books.take_all(uut);
    if (turn % 2 == 0)
      uut.pull(out, out.size() + 100);
    demand(out.size() < 1'000'000);
  }
  uut.pull(out, out.size() + 1'000'000);
  books.take_all(uut);
  demand(uut.unconsumed() == 0);
}

} // namespace troupe::fuzz

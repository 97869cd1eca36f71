#pragma once

#include "tests/codecs/http2/frames.hpp"
#include "tests/codecs/http2/recorder.hpp"
#include "tests/support/peer.hpp"

#include "codecs/http2/client.hpp"
#include "codecs/http2/server.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace troupe::test {

namespace h2 = codecs::http2::test;
using codecs::http2::stream_id;

/// The far end of a connection of HTTP/2, in the hands of a test: a codec of
/// ours for what is in order, frames by hand for what is not, and every frame
/// that comes.
template <class Codec, class Seen>
class h2_peer {
public:
  using errc = codecs::http2::errc;
  using options = codecs::http2::options;

  explicit h2_peer(peer socket, const options& wish = {})
    : line(std::move(socket)), codec(wish, seen) {
    // nop
  }

  // -- how it behaves

  bool reads = true;         ///< the socket
  bool writes = true;        ///< what the codec has to say
  bool answers_pings = true; ///< also when it has nothing else to say
  bool takes_bodies = true;  ///< and opens its windows again

  // -- what it does

  /// As much as there is, in either direction. Whether that was anything.
  bool move() {
    auto heard_any = reads && hear();
    return say() || heard_any;
  }

  /// By hand, behind all that the codec has said.
  void write(std::string_view wire) { unsent_.append(wire); }

  void consume(stream_id id) {
    auto& x = seen.streams[id];
    auto n = x.body.size() - std::exchange(taken_[id], x.body.size());
    codec.consumed(id, n);
  }

  // -- what came

  std::size_t count(h2::type what, std::uint32_t id = 0) const {
    return static_cast<std::size_t>(
      std::count_if(frames.begin(), frames.end(),
                    [&](auto& x) { return x.what == what && x.stream == id; }));
  }

  /// Of the last frame of that kind for that stream.
  std::string payload(h2::type what, std::uint32_t id = 0) const {
    auto result = std::string{};
    for (auto& x : frames)
      if (x.what == what && x.stream == id)
        result = x.payload;
    return result;
  }

  /// By how much that stream's window was opened, or that of the connection.
  std::size_t credit(std::uint32_t id = 0) const {
    auto result = std::size_t{0};
    for (auto& x : frames)
      if (x.what == h2::type::window_update && x.stream == id)
        result += h2::to_number(x.payload);
    return result;
  }

  std::size_t pings() const {
    return static_cast<std::size_t>(
      std::count_if(frames.begin(), frames.end(), is_question));
  }
  /// The answer to the last, by hand.
  void pong() {
    auto last = std::find_if(frames.rbegin(), frames.rend(), is_question);
    answer(*last);
  }

  /// The ids of the GOAWAYs, in order.
  std::vector<stream_id> farewells() const {
    auto result = std::vector<stream_id>{};
    for (auto& x : frames)
      if (x.what == h2::type::goaway)
        result.push_back(static_cast<stream_id>(
          h2::to_number(std::string_view{x.payload}.substr(0, 4))));
    return result;
  }
  /// What the last of them said.
  std::optional<errc> farewell_code() const {
    auto found = payload(h2::type::goaway);
    if (found.empty())
      return std::nullopt;
    return codecs::http2::errc_of(
      h2::to_number(std::string_view{found}.substr(4, 4)));
  }

  std::optional<errc> reset_of(stream_id id) const {
    auto found = payload(h2::type::rst_stream, static_cast<std::uint32_t>(id));
    if (found.empty())
      return std::nullopt;
    return codecs::http2::errc_of(h2::to_number(found));
  }

  peer line;
  Seen seen;
  Codec codec;
  std::vector<h2::seen_frame> frames;

private:
  static bool is_question(const h2::seen_frame& x) {
    return x.what == h2::type::ping && (x.flags & h2::ack) == 0;
  }
  void answer(const h2::seen_frame& x) {
    write(h2::frame(h2::type::ping, h2::ack, 0, x.payload));
  }

  bool hear() {
    line.read();
    auto wire = line.take();
    if (wire.empty())
      return false;
    codec.feed(codecs::as_octets(wire), {});
    unread_ += wire;
    cut_preface(unread_);
    for (auto& x : cut_off(unread_)) {
      if (answers_pings && is_question(x))
        answer(x);
      frames.push_back(std::move(x));
    }
    if (takes_bodies)
      for (auto& x : seen.streams)
        consume(x.first);
    return true;
  }

  bool say() {
    if (writes) {
      auto wire = std::string{};
      codec.pull(wire, 1 << 24);
      if (cut_preface(wire))
        unsent_.append(h2::preface);
      for (auto& x : cut_off(wire))
        if (x.what != h2::type::ping)
          unsent_ += h2::frame(x.what, x.flags, x.stream, x.payload);
    }
    auto n = unsent_.empty() || !line ? 0 : line.write_some(unsent_);
    unsent_.erase(0, n);
    return n > 0;
  }

  static bool cut_preface(std::string& wire) {
    auto is_there = wire.starts_with(h2::preface);
    if (is_there)
      wire.erase(0, h2::preface.size());
    return is_there;
  }

  /// The frames that are whole.
  static std::vector<h2::seen_frame> cut_off(std::string& wire) {
    auto all = std::string_view{wire};
    auto end = std::size_t{0};
    while (all.size() - end >= 9) {
      auto size = 9 + h2::to_number(all.substr(end, 3));
      if (all.size() - end < size)
        break;
      end += size;
    }
    auto result = h2::frames_of(all.substr(0, end));
    wire.erase(0, end);
    return result;
  }

  std::string unread_;
  std::string unsent_;
  std::unordered_map<stream_id, std::size_t> taken_;
};

using h2_client = h2_peer<codecs::http2::client, h2::client_side>;
using h2_origin = h2_peer<codecs::http2::server, h2::server_side>;

} // namespace troupe::test

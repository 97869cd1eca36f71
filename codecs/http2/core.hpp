#pragma once

#include "codecs/base/block_pool.hpp"
#include "codecs/hpack/decoder.hpp"
#include "codecs/http2/connection.hpp"
#include "codecs/http2/frame.hpp"
#include "codecs/http2/frame_reader.hpp"
#include "codecs/http2/head_reader.hpp"
#include "codecs/http2/head_writer.hpp"
#include "codecs/http2/message_rules.hpp"
#include "codecs/http2/peer_settings.hpp"
#include "codecs/http2/priority.hpp"
#include "codecs/http2/send_order.hpp"
#include "codecs/http2/stream_history.hpp"
#include "codecs/http2/stream_map.hpp"
#include "codecs/http2/windows.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::codecs::http2 {

/// How far a stream has come.
struct stream_progress {
  stream_id id = 0;
  std::size_t taken = 0;            // of our body
  std::size_t unconsumed = 0;       // of the peer's
  message_rules message;            // the peer's
  send_window out;                  // for our body
  receive_window in;                // for the peer's
  errc fault = errc::no_error;      // for which we have reset it
  errc break_code = errc::no_error; // for which we shall, when ours breaks
  bool has_head = false;            // the peer's final one is here
  bool ended = false;               // so is all of its message
  bool begun = false;               // our final head is said
  bool ends = false;                // ours ends with `body`
  bool breaks_off = false;          // it does so before its end
  bool left = false;                // all of ours has
  bool full = false;                // somebody waits for on_room()
  bool unwanted = false;            // the rest of the peer's message
  bool reset_by_peer = false;
  bool over = false;    // and will be closed by pull()
  bool updated = false; // its priority, by PRIORITY_UPDATE
  octets lent;          // of our body, behind what waits: somebody else's
};

/// A stream, and then another: its memory is used again.
struct connection::stream : stream_progress, send_order::place {
  static void* operator new(std::size_t size) { return block_pool::take(size); }
  static void operator delete(void* x, std::size_t size) noexcept {
    block_pool::give(x, size);
  }

  std::string body;                      // ours, that waits
  std::unique_ptr<fields::map> trailers; // ours, if there are any

  /// Has left the order before.
  void begin(const stream_progress& x) noexcept {
    static_cast<stream_progress&>(*this) = x;
    static_cast<send_order::place&>(*this) = {};
    body.clear();
    trailers.reset();
  }
  std::size_t kept() const noexcept { return body.size() - taken; }
  std::size_t waiting() const noexcept { return kept() + lent.size(); }
  /// Is there anything of ours that may leave, as far as this stream goes?
  bool ready() const noexcept {
    return begun && !left && !over && (waiting() > 0 ? out.room() > 0 : ends);
  }
  void append(octets piece) {
    // A body of more than some frames soon has as much waiting as there may be:
    // its memory does not grow step by step.
    auto size = body.size() + piece.size();
    if (body.capacity() < size && size - taken > enough / 4) {
      body.erase(0, taken);
      taken = 0;
      body.reserve(std::max(enough + enough / 2, body.size() + piece.size()));
    }
    body.append(as_text(piece));
  }
  void keep_lent() {
    if (!lent.empty())
      append(std::exchange(lent, {}));
  }
};

/// The connection's state: what came changes it, and what goes is taken from
/// it.
struct connection::core {
  using stream_ptr = std::unique_ptr<stream>;

  core(const options& wish, bool is_server, connection& owner, events& to);

  // -- streams (core.cpp)

  stream& open(stream_id id);
  stream* find(stream_id id) noexcept {
    auto* x = streams.find(id);
    return x ? x->get() : nullptr;
  }
  const stream* find(stream_id id) const noexcept {
    return const_cast<core*>(this)->find(id);
  }
  /// Those that count for a bound.
  std::size_t active() const noexcept { return streams.size() - over.size(); }
  void reset(stream& x, errc why);
  /// If our message has left, and the peer's is not wanted.
  void stop_peer(stream& x);
  void close(stream_id id, errc why);
  void keep(stream_ptr x);
  void give_back(std::size_t n);
  void give_back(stream& x, std::size_t n);
  /// Ends the connection, once.
  void end(errc why, std::string_view in_words);
  void terminate(errc why);
  void say_goaway(stream_id last, errc why, std::string_view in_words = {});
  void judge(allowance& of);

  // -- what comes (incoming.cpp)

  void read(octets input);
  bool take_preface(octets& input);
  bool belongs_here(const frame_head& head);
  void take_frame(const frame_head& head, octets payload);
  void take_data(const frame_reader::piece& x);
  void begin_data(const frame_head& head);
  void take_content(octets piece);
  void on_ended(stream_id id, fields::map& with);
  void take_priority(stream_id id, octets payload);
  void take_priority_update(octets payload);
  void heed(stream& x, priority wish);
  void take_reset(stream_id id, errc why);
  void take_settings(const frame_head& head, octets payload);
  void take_acknowledgement();
  /// False: they cannot be, and the connection ends.
  bool apply_settings(octets payload);
  void take_goaway(octets payload);
  void take_window(stream_id id, std::int32_t step);
  /// Nobody has opened it yet.
  bool is_idle(stream_id id) const noexcept;
  /// A frame that a peer is to send only where a stream is open.
  void verify(stream_id id);

  // -- heads that come (heads.cpp)

  void take_headers(const frame_head& head, octets payload);
  void take_promise(const frame_head& head, octets payload);
  void begin_block(const frame_head& head, octets payload);
  void take_continuation(const frame_head& head, octets payload);
  void take_block(octets text);
  void pass_over(octets text);
  stream* stream_for_head(stream_id id);
  void take_head(stream_id id);
  /// Malformed (RFC 9113 section 8.1.1).
  void refuse(stream& x) { reset(x, errc::protocol_error); }

  // -- what goes (outgoing.cpp)

  void say(const frame_head& head, std::string_view payload = {});
  void say_number(frame_type type, stream_id id, std::uint32_t x);
  /// Calls write(writer, text) for the block. The stream is open.
  template <class Write>
  void say_head(stream& x, bool ends, Write&& write) {
    auto at = outbox.size();
    outbox.append(frame_head_size, '\0');
    write(writer, outbox);
    end_head(at, x, ends);
  }
  void end_head(std::size_t at, stream& x, bool ends);
  void note_left(stream& x);
  /// More of our message is there to be sent.
  void note_more(stream& x);
  void line_up(stream& x);
  bool has_output() const noexcept;
  void pull(octet_sink& sink, std::size_t most);
  std::size_t send_frame(octet_sink& sink);
  void move_body(octet_sink& sink, stream& x, std::size_t n);
  void tell_progress(stream& x);

  connection& owner;
  events& to;
  const bool is_server;
  const options ours;
  stream_map<stream_ptr> streams;
  std::vector<stream_ptr> spares; // of streams that are over
  std::vector<stream_id> over;    // to be closed by pull()
  time_point now;

  // -- what comes
  frame_reader frames;
  hpack::decoder decoder;
  head_reader reader;
  fields::map trailers;   // of the peer, that are told
  stream_history history; // of the client's streams
  peer_settings peer;
  receive_window in;
  std::size_t unconsumed = 0;
  std::size_t preface_left = 0;
  stream_id data_for = 0;   // of the DATA frame that comes; 0: nobody's
  stream_id last_taken = 0; // of the client's streams
  stream_id last_promised = 0;
  stream_id last_allowed = max_stream;     // that a peer takes, or we do
  std::int64_t stream_room = usual_window; // in a stream's window
  bool has_settings = false;               // the peer's
  bool acknowledged = false;               // ours
  struct {
    stream_id stream = 0; // 0: there is none
    stream_id promised = 0;
    bool ends = false;
    bool depends_on_itself = false;
    std::size_t continuations = 0;
    std::string text;
  } block;                                           // that continues
  std::vector<std::pair<stream_id, priority>> early; // of streams to come
  allowance resets;
  allowance idle_frames;
  std::uint32_t small_steps = 0; // of a window that the peer has reason for

  // -- what goes
  head_writer writer;
  std::string outbox; // whole frames, before any DATA
  send_window out;
  send_order order;
  std::int64_t next_id = 1; // of a client; beyond the last: there is none
  bool leaving = false;     // GOAWAY was said, or heard
  bool ended = false; // nothing more is read, and only what is said leaves

  static constexpr stream_id max_stream = 0x7fffffff;
};

} // namespace troupe::codecs::http2

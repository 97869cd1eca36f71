#pragma once

#include "codecs/base/block_pool.hpp"
#include "codecs/base/freed_by.hpp"
#include "codecs/http2/connection.hpp"
#include "codecs/http2/field_block.hpp"
#include "codecs/http2/frame_finder.hpp"
#include "codecs/http2/head_reader.hpp"
#include "codecs/http2/message_rules.hpp"
#include "codecs/http2/priority.hpp"
#include "codecs/http2/stream_history.hpp"
#include "codecs/http2/stream_map.hpp"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::codecs::http2 {

/// Octets as nghttp2 has them.
inline std::string_view text_of(const std::uint8_t* x, std::size_t n) noexcept {
  return {reinterpret_cast<const char*>(x), n};
}

/// What nghttp2 makes, which fails for want of memory only.
template <auto Make, class Ptr>
Ptr made_by() {
  typename Ptr::pointer x = nullptr;
  if (Make(&x) != 0)
    throw std::bad_alloc{};
  return Ptr{x};
}

/// How far a stream has come, as far as nghttp2 does not know.
struct stream_progress {
  stream_id id = 0;
  std::size_t taken = 0;            // of our body
  std::size_t unconsumed = 0;       // of the peer's
  priority wish;                    // the peer's, if it is one
  message_rules message;            // the peer's
  errc fault = errc::no_error;      // for which we have reset it
  errc break_code = errc::no_error; // for which we shall, when ours breaks
  bool has_head = false;            // the peer's final one is here
  bool ended = false;               // so is all of its message
  bool ends = false;                // ours ends with `body`
  bool breaks_off = false;          // it does so before its end
  bool sleeps = false;              // nghttp2 waits for more of ours
  bool full = false;                // somebody waits for on_room()
  bool left = false;                // all of ours has
  bool unwanted = false;            // the rest of the peer's message
  bool reset_by_peer = false;
  octets lent; // of our body, behind what waits: somebody else's
};

/// A stream, and then another: its memory is used again.
struct connection::stream : stream_progress {
  static void* operator new(std::size_t size) { return block_pool::take(size); }
  static void operator delete(void* x, std::size_t size) noexcept {
    block_pool::give(x, size);
  }

  std::string body;                      // ours, that waits
  std::unique_ptr<fields::map> trailers; // ours, if there are any

  explicit stream(stream_id of) : stream_progress{.id = of} {
    // nop
  }
  void begin(stream_id of) noexcept {
    static_cast<stream_progress&>(*this) = {.id = of};
    body.clear();
    trailers.reset();
  }
  std::size_t kept() const noexcept { return body.size() - taken; }
  std::size_t waiting() const noexcept { return kept() + lent.size(); }
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

/// The connection's state, and what nghttp2 calls.
struct connection::core {
  using session_ptr
    = std::unique_ptr<nghttp2_session, freed_by<nghttp2_session_del>>;
  using stream_ptr = std::unique_ptr<stream>;

  core(const options& wish, bool is_server, connection& owner, events& to);

  stream& open(stream_id id);
  stream* find(stream_id id) noexcept {
    auto* x = streams.find(id);
    return x ? x->get() : nullptr;
  }
  const stream* find(stream_id id) const noexcept {
    return const_cast<core*>(this)->find(id);
  }

  void read(octets input);
  /// A frame that a client is to send only where a stream is open.
  void verify(stream_id id);
  /// What the finder has found.
  void verify_found();
  /// Ends the connection, once.
  void end(errc why, std::string_view in_words);
  /// More of our message is there to be sent.
  void note_more(stream& x);
  void wake(stream& x);
  void note_pulled(std::size_t n) noexcept { wanted -= std::min(wanted, n); }

  connection& owner;
  events& to;
  bool is_server;
  session_ptr session;
  head_reader reader;
  bool takes_protocol = false; // of an extended CONNECT
  field_block block;
  fields::map trailers; // of the peer, that are told
  stream_map<stream_ptr> streams;
  std::vector<stream_ptr> spares; // of streams that are over
  stream_history history;         // of the client's streams
  frame_finder finder;
  std::size_t unconsumed = 0;
  // How much wider than a new stream's the widest of the peer's windows was
  // when SETTINGS began (RFC 9113 section 6.9.2).
  std::int64_t widest = 0;
  allowance resets;
  allowance idle_frames;
  std::uint32_t small_steps = 0; // of a window that the peer has reason for
  time_point now;
  octet_sink* sink = nullptr; // while there is a pull()
  std::size_t wanted = 0;     // in the sink
  std::exception_ptr thrown;  // by an event

  // -- events of nghttp2

  int on_begin_frame(const nghttp2_frame_hd& head);
  int on_begin_head(const nghttp2_frame& frame);
  int on_field(stream_id id, std::string_view name, std::string_view value) {
    if (reader.add(name, value))
      return 0;
    refuse(id);
    return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE; // only the table is kept
  }
  int on_frame(const nghttp2_frame& frame);
  int on_head(const nghttp2_frame& frame);
  int on_data(stream_id id, octets piece);
  int on_closed(stream_id id, errc why);
  int on_invalid_frame(const nghttp2_frame& frame);
  int on_sent(const nghttp2_frame& frame);
  void take_priority(const nghttp2_extension& frame);
  void heed(stream& x, priority wish);
  void on_ended(stream_id id, fields::map& with);
  void refuse(stream_id id);
  void keep(stream_ptr x);
  void judge(allowance& of);
  void note_windows();
  /// Does a change of INITIAL_WINDOW_SIZE make a stream's window overflow?
  bool overflows(const nghttp2_settings& by) const noexcept;
  /// If our message has left, and the peer's is not wanted.
  void stop_peer(stream& x);
  ssize_t wants_body(stream& x, std::size_t most, std::uint32_t& flags);
  int take_body(stream& x, const std::uint8_t* frame_head, std::size_t n);
};

} // namespace troupe::codecs::http2

#pragma once

#include "codecs/base/octet_sink.hpp"
#include "codecs/base/octets.hpp"
#include "codecs/fields/map.hpp"
#include "codecs/http2/allowance.hpp"
#include "codecs/http2/errc.hpp"
#include "codecs/http2/frame.hpp"
#include "codecs/http2/options.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace troupe::codecs::http2 {

/// How a stream has come to its end.
struct closure {
  bool whole = false;        ///< both messages were complete
  errc why = errc::no_error; ///< if not; no_error: the peer needs no more
  bool by_peer = false;      ///< it was the peer who reset it
};

/// What a connection tells its user. Called by feed() and pull(), neither of
/// which may be called from there; all else may.
class events {
public:
  /// Octets of a message's body. Borrowed. The peer may send as many more when
  /// they are reported by consumed().
  virtual void on_body(stream_id id, octets piece) = 0;
  /// The peer's message is complete. `trailers` may be empty; borrowed, but
  /// may be swapped out.
  virtual void on_end(stream_id id, fields::map& trailers) = 0;
  /// The stream is over, and its id means nothing any more.
  virtual void on_closed(stream_id id, const closure& how) = 0;
  /// So much of a body has left that there is room for more.
  virtual void on_room(stream_id id) = 0;
  /// Some of a body has left, and some still waits.
  virtual void on_progress(stream_id) {
    // nop: not all want to know
  }
  /// The peer takes no streams above that one.
  virtual void on_goaway(stream_id last, errc why) = 0;
  /// The answer to ping().
  virtual void on_pong() = 0;

protected:
  ~events() = default;
};

/// What both sides of an HTTP/2 connection (RFC 9113) have in common: octets
/// in, events out, and octets out again. Owns no socket and reads no clock.
class connection {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// Octets of one body that wait for the peer's window, or for pull(): with
  /// more, it is congested().
  static constexpr std::size_t enough = 64 * 1024;

  /// Octets of a piece that is lent: it is worth a write of its own.
  static constexpr std::size_t worth_lending = 8 * 1024;

  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  /// All of `input` is taken. What a peer must not do ends its stream, or the
  /// connection: pull() has what is to be said of it, and then it is
  /// finished().
  void feed(octets input, time_point now);
  /// Brings what is to be sent, until there is that much or nothing more.
  void pull(octet_sink& to, std::size_t most);
  /// The same, until `to` has so many octets.
  void pull(std::string& to, std::size_t most);
  /// Is there anything to be pulled?
  bool has_output() const noexcept;
  /// Nothing more is read, and nothing is left to be sent: close it.
  bool finished() const noexcept;
  /// Why it was us who ended it, in words, for a log; empty: it was not.
  std::string_view problem() const noexcept { return problem_; }
  /// What we have told the peer of that.
  errc fault() const noexcept { return fault_; }

  // -- bodies

  /// Of our message. Copies.
  void send_body(stream_id id, octets piece);
  /// The same, borrowed until keep() if it is large: what is pulled by then is
  /// not copied. Small pieces are copied at once, and leave with what others
  /// have to say. Whether it was lent.
  bool lend_body(stream_id id, octets piece);
  bool lends(stream_id id) const noexcept;
  /// Copies what is left of a loan, if anything is.
  void keep(stream_id id);
  /// Our message is complete.
  void send_end(stream_id id, const fields::map& trailers);
  /// Octets that wait: send no more before on_room().
  bool congested(stream_id id) const noexcept;
  /// Octets of our message that wait for the peer's window, or for pull().
  std::size_t waiting(stream_id id) const noexcept;
  /// The rest of the peer's message is not wanted: nothing more is told of it,
  /// its octets count as consumed, and once ours is complete and has left, the
  /// peer is told to stop (RFC 9113 section 8.1).
  void forgo(stream_id id);
  /// So many octets that on_body() brought have found their place.
  void consumed(stream_id id, std::size_t n);
  void reset(stream_id id, errc why);
  /// Our message breaks off: what waits of its body leaves, and then the stream
  /// is reset.
  void break_off(stream_id id, errc why = errc::internal_error);

  /// Streams that are open, as far as the peer or we still have to say
  /// something.
  std::size_t open_streams() const noexcept;
  /// Octets of on_body() that nobody has reported as consumed, of all streams.
  std::size_t unconsumed() const noexcept;

  // -- the connection

  /// Takes no more streams (GOAWAY); those that are open come to their end.
  void refuse_streams();
  /// Ends at once, with all streams.
  void terminate(errc why);
  void ping();

protected:
  struct stream;
  struct core;
  friend struct core;

  connection(const options& wish, bool is_server, events& to);
  ~connection();

  core& here() noexcept { return *core_; }
  const core& here() const noexcept { return *core_; }

private:
  /// A head is complete.
  virtual void on_head(stream_id id, bool ends) = 0;
  /// The peer has told its settings, the first or others.
  virtual void on_settings() {
    // nop: not all want to know
  }

  std::unique_ptr<core> core_;
  std::string problem_;
  errc fault_ = errc::no_error;
};

} // namespace troupe::codecs::http2

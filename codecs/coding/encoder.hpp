#pragma once

#include "codecs/base/octets.hpp"
#include "codecs/coding/kind.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace troupe::codecs::coding {

/// Applies a content coding to one message after another: octets in, octets
/// appended to the caller's buffer. Synchronous; the same calls give the same
/// octets. What it appends is bounded by what it was given since the last
/// flush: no coding makes its input larger by more than some octets a call and
/// some for each 16 KiB.
///
///     encoder->encode(piece, out); // for each piece, with flush() between
///     encoder->finish(out);        // them if the reader waits for it
///     encoder->reset();            // and the next message
///
/// Throws std::bad_alloc where a library does not get its memory.
class encoder {
public:
  encoder() = default;
  encoder(const encoder&) = delete;
  encoder& operator=(const encoder&) = delete;
  virtual ~encoder() = default;

  /// May keep the input's meaning to itself until more comes: up to 256 KiB of
  /// it, or until flush().
  void encode(octets input, std::string& out);
  /// The peer can decode all that was given until now, as the readers of an
  /// event stream expect. Costs a few octets, and some compression; nothing if
  /// nothing was given since the last one.
  void flush(std::string& out);
  /// The message ends here. An empty one has octets, too.
  void finish(std::string& out);
  /// Forgets the message, finished or not, but keeps the memory.
  void reset();

protected:
  enum class purpose : std::uint8_t { encode, flush, finish };

  struct progress {
    std::size_t consumed = 0;
    std::size_t produced = 0;
    bool done = false; ///< the purpose is fulfilled
  };

private:
  /// INTERNAL: one call of the library. To be repeated until done.
  virtual progress step(octets input, purpose why, std::span<char> room) = 0;
  virtual void restart() = 0;

  void run(octets input, purpose why, std::string& out);

  bool unflushed_ = false;
  bool finished_ = false;
};

/// From the fastest to the smallest, and what suits content that is encoded
/// while somebody waits for it.
struct level_range {
  int lowest = 0;
  int highest = 0;
  int usual = 0;
};

/// gzip and deflate 1 to 9, br 0 to 11, zstd 1 to 19.
level_range levels_of(kind x) noexcept;

/// A level outside of the coding's range is taken for the nearest in it. Null
/// for identity, which needs no encoder.
///
/// Each holds, from its first octet until it is destroyed, what memory_of()
/// says. br is given a window of 256 KiB, and zstd one of
/// 512 KiB: ten times as much would make long texts smaller by 5%, and every
/// response dearer.
std::unique_ptr<encoder> make_encoder(kind x, int level);
/// With the usual level.
std::unique_ptr<encoder> make_encoder(kind x);

/// Octets that an encoder holds, to within a tenth, as measured with long texts
/// (short ones need less): gzip a quarter of a MiB at any level, br and zstd 2
/// MiB at their usual ones, and tens of MiB from level 9 on, which is for what
/// is encoded once and kept.
std::size_t memory_of(kind x, int level) noexcept;

} // namespace troupe::codecs::coding

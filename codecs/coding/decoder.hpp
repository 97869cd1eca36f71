#pragma once

#include "codecs/base/octets.hpp"
#include "codecs/base/result.hpp"
#include "codecs/coding/errc.hpp"
#include "codecs/coding/kind.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace troupe::codecs::coding {

/// What a few octets may become. deflate makes 1,032 of one at most, br and
/// zstd tens of thousands, so that a bomb is cheap to send.
struct decoder_limits {
  /// Octets out for each octet in, of the message as it is so far. Text gives 3
  /// to 20, sparse tables up to 200. Precedents: Envoy 100, Apache 200. Not 0.
  std::uint64_t ratio = 200;
  /// Octets out before the ratio counts: fewer harm nobody, and a few hundred
  /// blanks in the first octets of an honest message are no bomb.
  std::uint64_t ratio_grace = 1024 * 1024;
  /// Octets out, of a message. What is passed on and not kept needs no limit.
  std::uint64_t total = std::numeric_limits<std::uint64_t>::max();
};

/// What a call of decode() did. All of the input was consumed unless there is
/// more.
struct decoded {
  std::size_t consumed = 0; ///< octets of the input that are done with
  std::size_t produced = 0; ///< octets appended
  bool more = false;        ///< stopped at `most`: call again, input or not
};

/// Undoes a content coding, in slices as large as the caller wants, so that
/// back-pressure is an ordinary answer. Synchronous and without I/O. The same
/// octets give the same octets, or the same error, however cut. Two things may
/// depend on the cuts: how much was appended before an error, and by some
/// octets the place where a ratio is exceeded.
class decoder {
public:
  explicit decoder(const decoder_limits& limits);
  decoder(const decoder&) = delete;
  decoder& operator=(const decoder&) = delete;
  virtual ~decoder() = default;

  /// Appends `most` octets at most, and at least one unless there are none. The
  /// input begins with what was not consumed before. After an error nothing
  /// can be decoded until reset().
  result<decoded, errc> decode(octets input, std::string& out,
                               std::size_t most);
  /// The content ends here: when all was consumed and there is no more. Nothing
  /// at all is an empty message, as in browsers.
  std::optional<errc> finish() const noexcept;
  /// Ready for the next message.
  void reset();

protected:
  struct progress {
    std::size_t consumed = 0;
    std::size_t produced = 0;
  };

private:
  /// INTERNAL: one call of the library, with input, or after it filled its
  /// room. If it neither consumes nor produces, there is no input.
  virtual result<progress, errc> step(octets input, std::span<char> room) = 0;
  virtual void restart() = 0;
  /// May the content end here?
  virtual bool complete() const noexcept = 0;

  errc fail(errc code) noexcept;
  std::uint64_t allowance() const noexcept;
  std::optional<errc> exceeded() const noexcept;

  decoder_limits limits_;
  std::uint64_t consumed_ = 0; // of this message
  std::uint64_t produced_ = 0;
  bool filled_ = false; // all its room in the last step: may have more
  std::optional<errc> failed_;
};

/// Null for identity, which needs no decoder.
///
/// gzip takes several members (RFC 1952 section 2.2) and zstd several frames
/// (RFC 8878 section 3.1). deflate is the zlib format (RFC 9110 section
/// 8.4.1.2), and also raw deflate, which some servers send and browsers take.
///
/// Each holds, from its first octet until it is destroyed, about
///     gzip, deflate    40 KiB
///     br               the window that the sender chose, up to 16 MiB; it
///                      grows with what is decoded
///     zstd             0.5 MiB and the sender's window, up to 8 MiB: more is
///                      refused (RFC 9659 section 3)
std::unique_ptr<decoder> make_decoder(kind x,
                                      const decoder_limits& limits = {});

} // namespace troupe::codecs::coding

#pragma once

#include "runtime/buffer/byte_queue.hpp"
#include "runtime/net/stream.hpp"

#include "codecs/base/octet_sink.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace troupe::runtime::buffer {

/// Collects what leaves in one write: text that is composed here, and octets
/// that lie elsewhere and are not copied unless the socket does not take them.
/// One serves a whole loop, for it is empty between two events.
class gather final : public codecs::octet_sink {
public:
  bool empty() const noexcept { return text_.empty() && pieces_.empty(); }

  std::string& text() noexcept override { return text_; }
  /// Until flush(). Small pieces are copied: that costs less than another entry
  /// of a vectored write.
  void borrow(codecs::octets piece) override;

  /// Writes all of it to the socket; what the socket does not take goes to the
  /// back of `rest`, as does everything if something waits there already.
  /// Afterwards the gather is empty, whatever the outcome. `last`: the caller
  /// shuts or closes the socket next, and its end leaves with the octets.
  net::io_outcome flush(net::stream& to, byte_queue& rest, bool last = false);

  /// Forgets all of it: nobody is there to take it.
  void clear() noexcept;

private:
  struct piece {
    std::size_t text_end; ///< text up to here leaves first
    codecs::octets octets;
  };

  template <class Visit>
  void for_each(Visit&& visit) const;
  std::string text_;
  std::vector<piece> pieces_;
  std::vector<iovec> vector_;
};

} // namespace troupe::runtime::buffer

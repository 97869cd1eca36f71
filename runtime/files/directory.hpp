#pragma once

#include "runtime/files/open_file.hpp"
#include "runtime/net/fd.hpp"

#include "codecs/base/result.hpp"

#include <cstdint>
#include <string>
#include <system_error>

namespace troupe::runtime::files {

/// Which symbolic links a name may go through.
enum class symlinks : std::uint8_t {
  never,
  beneath,  ///< those that stay in the directory (RESOLVE_BENEATH)
  anywhere, ///< any: they are the operator's, not the client's
};

/// A directory whose entries are opened without a way out of it, whatever their
/// names say and whoever renames what meanwhile (openat2(2), Linux 5.6).
class directory {
public:
  /// Follows links: the operator has named it.
  static codecs::result<directory, std::error_code>
  open(const std::string& path);

  /// What is there by that relative name, for reading; the empty one is the
  /// directory itself. May wait for the disk, but not for a FIFO's other end.
  codecs::result<open_file, std::error_code> open_entry(const std::string& name,
                                                        symlinks allowed) const;

private:
  explicit directory(net::fd x) noexcept : fd_(std::move(x)) {
    // nop
  }

  net::fd fd_;
};

} // namespace troupe::runtime::files

#pragma once

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/fd.hpp"

#include <functional>
#include <string>
#include <system_error>

namespace troupe::runtime::files {

/// Hears on a loop when entries of a directory come, go, are renamed or have
/// been written (inotify(7)). Which ones it does not tell: a name in it may be
/// a link, and then the entry that changes is another. What changes in one go
/// is told once, and a queue that has overflowed is a change. `on_change` must
/// not destroy it.
class directory_watch final : private loop::io_handler {
public:
  using heard = std::function<void()>;

  /// Borrows the loop. Hears nothing before follow().
  directory_watch(loop::event_loop& loop, std::string path, heard on_change);
  directory_watch(const directory_watch&) = delete;
  directory_watch& operator=(const directory_watch&) = delete;

  /// Begins, or begins anew with the directory that is there by now: one may
  /// be replaced as a whole, and that is not always told. To be called before
  /// the entries are looked at, so that nothing is missed in between. After an
  /// error it hears nothing.
  std::error_code follow();

private:
  void on_ready(loop::readiness what) override;

  loop::event_loop& loop_;
  std::string path_;
  heard on_change_;
  net::fd fd_;
  loop::registration place_;
  int followed_ = -1; // the kernel's name for a directory
};

} // namespace troupe::runtime::files

#pragma once

#include "actors/tls/certificate_user.hpp"

#include "runtime/files/directory_watch.hpp"
#include "runtime/loop/event_loop.hpp"
#include "runtime/time/timer_wheel.hpp"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace troupe::actors {

/// Reads certificates again when their files change, and once a minute, for
/// changes beyond a link nobody tells of. A pair that is replaced file by file
/// does not fit together in between: it waits until nothing changes any more.
/// What is wrong is logged, and the old ones stay. For a loop that may wait for
/// a disk.
class certificate_watch final : private runtime::time::timer_handler {
public:
  /// Borrows the loop.
  certificate_watch(runtime::loop::event_loop& loop,
                    std::vector<std::shared_ptr<certificate_user>> users);
  certificate_watch(const certificate_watch&) = delete;
  certificate_watch& operator=(const certificate_watch&) = delete;

private:
  void on_timer() override;
  void follow();

  runtime::loop::event_loop& loop_;
  std::vector<std::shared_ptr<certificate_user>> users_;
  std::deque<runtime::files::directory_watch> directories_;
  std::vector<std::string> complaints_; // of the users, the last ones
  runtime::time::timer timer_{*this};
};

/// Has files read again, and logs what comes of it; what is wrong only if it is
/// not what `complaint` says, which is updated.
void reload_and_log(certificate_user& who, std::string& complaint);

} // namespace troupe::actors

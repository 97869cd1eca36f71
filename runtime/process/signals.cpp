#include "runtime/process/signals.hpp"

#include <pthread.h>
#include <sys/signalfd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace troupe::runtime::process {

namespace {

sigset_t to_set(std::initializer_list<int> numbers) {
  sigset_t result;
  ::sigemptyset(&result);
  for (auto x : numbers)
    if (::sigaddset(&result, x) != 0)
      throw std::system_error{errno, std::generic_category(), "sigaddset"};
  return result;
}

} // namespace

signals::signals(loop::event_loop& loop, std::initializer_list<int> numbers,
                 heard on_signal)
  : on_signal_(std::move(on_signal)) {
  const auto ours = to_set(numbers);
  fd_ = net::fd{::signalfd(-1, &ours, SFD_NONBLOCK | SFD_CLOEXEC)};
  if (!fd_)
    throw std::system_error{errno, std::generic_category(), "signalfd"};
  auto place = loop.watch(fd_.get(), *this);
  if (!place)
    throw std::system_error{place.error(), "watching a signalfd"};
  // Last, for nothing undoes it if the constructor throws.
  const auto failed = ::pthread_sigmask(SIG_BLOCK, &ours, &blocked_before_);
  if (failed != 0)
    throw std::system_error{failed, std::generic_category(), "pthread_sigmask"};
  place_ = *std::move(place);
}

signals::~signals() {
  // What came too late to be heard must not have its default effect, which is
  // to kill a process that is ending in good order.
  signalfd_siginfo late;
  while (::read(fd_.get(), &late, sizeof(late)) == sizeof(late))
    ; // nop
  ::pthread_sigmask(SIG_SETMASK, &blocked_before_, nullptr);
}

void signals::on_ready(loop::readiness) {
  signalfd_siginfo what;
  while (::read(fd_.get(), &what, sizeof(what)) == sizeof(what))
    on_signal_(static_cast<int>(what.ssi_signo));
}

} // namespace troupe::runtime::process

#include "runtime/loop/event_loop.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <limits>
#include <utility>

namespace troupe::runtime::loop {

namespace {

constexpr auto events_a_turn = std::size_t{128};
constexpr auto wakeup_tag = std::numeric_limits<std::uint64_t>::max();
constexpr auto no_seat = std::numeric_limits<std::uint32_t>::max();

std::error_code last_error() {
  return {errno, std::generic_category()};
}

net::fd must_open(int number, const char* what) {
  if (number < 0)
    throw std::system_error{last_error(), what};
  return net::fd{number};
}

readiness to_readiness(std::uint32_t mask) {
  return {.readable = (mask & (EPOLLIN | EPOLLRDHUP)) != 0,
          .writable = (mask & EPOLLOUT) != 0,
          .hung_up = (mask & (EPOLLHUP | EPOLLRDHUP | EPOLLERR)) != 0,
          .broken = (mask & (EPOLLHUP | EPOLLERR)) != 0};
}

std::uint64_t to_tag(std::uint32_t index, std::uint32_t generation) {
  return std::uint64_t{generation} << 32 | index;
}

} // namespace

// -- a descriptor's place -----------------------------------------------------

registration::registration(registration&& other) noexcept
  : loop_(std::exchange(other.loop_, nullptr)), fd_(other.fd_),
    seat_(other.seat_) {
  // nop
}

registration& registration::operator=(registration&& other) noexcept {
  std::swap(loop_, other.loop_);
  std::swap(fd_, other.fd_);
  std::swap(seat_, other.seat_);
  return *this;
}

void registration::reset() noexcept {
  if (auto* loop = std::exchange(loop_, nullptr))
    loop->forget(fd_, seat_);
}

void registration::reset_before_close() noexcept {
  if (auto* loop = std::exchange(loop_, nullptr))
    loop->free_seat(seat_);
}

void registration::hand_over(io_handler& owner) noexcept {
  if (loop_)
    loop_->seats_[seat_].owner = &owner;
}

codecs::result<registration, std::error_code>
event_loop::watch(int fd, io_handler& owner) {
  return add(fd, owner, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

codecs::result<registration, std::error_code>
event_loop::watch_shared(int fd, io_handler& owner) {
  return add(fd, owner, EPOLLIN | EPOLLET | EPOLLEXCLUSIVE);
}

codecs::result<registration, std::error_code>
event_loop::add(int fd, io_handler& owner, std::uint32_t interest) {
  const auto index = take_seat(owner);
  auto entry = epoll_event{
    .events = interest,
    .data = {.u64 = to_tag(index, seats_[index].generation)},
  };
  if (::epoll_ctl(poller_.get(), EPOLL_CTL_ADD, fd, &entry) != 0) {
    const auto why = last_error();
    free_seat(index);
    return why;
  }
  return registration{*this, fd, index};
}

void event_loop::forget(int fd, std::uint32_t index) noexcept {
  ::epoll_ctl(poller_.get(), EPOLL_CTL_DEL, fd, nullptr);
  free_seat(index);
}

std::uint32_t event_loop::take_seat(io_handler& owner) {
  if (free_seat_ == no_seat) {
    free_seat_ = static_cast<std::uint32_t>(seats_.size());
    seats_.push_back({.next_free = no_seat});
  }
  const auto index = free_seat_;
  free_seat_ = seats_[index].next_free;
  seats_[index].owner = &owner;
  return index;
}

void event_loop::free_seat(std::uint32_t index) noexcept {
  auto& x = seats_[index];
  ++x.generation; // so that what is due to it in this very turn is dropped
  x.owner = nullptr;
  x.next_free = std::exchange(free_seat_, index);
}

io_handler* event_loop::owner_of(std::uint64_t tag) const noexcept {
  const auto& x = seats_[static_cast<std::uint32_t>(tag)];
  return x.generation == tag >> 32 ? x.owner : nullptr;
}

// -- turning ------------------------------------------------------------------

/// Says for the length of a turn that this thread turns the loop.
class event_loop::turn_guard {
public:
  explicit turn_guard(const event_loop& loop) noexcept
    : outer_(std::exchange(turning_, &loop)) {}
  ~turn_guard() { turning_ = outer_; }
  turn_guard(const turn_guard&) = delete;
  turn_guard& operator=(const turn_guard&) = delete;

private:
  const event_loop* outer_;
};

event_loop::event_loop(const time::clock& clock)
  : clock_(clock), now_(clock.now()), wheel_(now_),
    poller_(must_open(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
    wakeup_(must_open(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")),
    free_seat_(no_seat),
    scratch_(std::make_unique_for_overwrite<receive_buffer>()) {
  due_.reserve(events_a_turn);
  // Edge-triggered, so that nobody has to read it: each write wakes us once.
  auto entry
    = epoll_event{.events = EPOLLIN | EPOLLET, .data = {.u64 = wakeup_tag}};
  if (::epoll_ctl(poller_.get(), EPOLL_CTL_ADD, wakeup_.get(), &entry) != 0)
    throw std::system_error{last_error(), "epoll_ctl"};
}

event_loop::~event_loop() {
  // A task that never ran may own a registration, or post another one.
  for (take_tasks(); !tasks_.empty(); take_tasks())
    std::exchange(tasks_, {}).clear();
}

bool event_loop::turn(std::chrono::milliseconds patience) {
  const auto guard = turn_guard{*this};
  auto busy = gather();
  if (!due_.empty())
    busy = true; // an earlier turn was ended by an exception
  else
    wait(busy || stopped_.load() ? 0 : wait_limit(patience));
  now_ = clock_.now();
  auto done = call_owners();
  done += wheel_.turn(now_);
  done += run_tasks();
  perform();
  if (auto called = call_turn_ends()) {
    done += called;
    perform();
  }
  return busy || done > 0;
}

void event_loop::run_until_idle() {
  while (turn())
    ; // nop
}

void event_loop::run() {
  constexpr auto slack = 1000ul; // ns; usually it is as long as a short pause
  ::prctl(PR_SET_TIMERSLACK, slack);
  while (!stopped_.load())
    turn(forever);
}

void event_loop::stop() {
  stopped_.store(true);
  wake();
}

bool event_loop::gather() {
  // First "asleep", then the look around: whoever leaves work after the look
  // finds us asleep and writes to the eventfd; what was left before, we see.
  const auto woken = vigil_.exchange(vigil::asleep) == vigil::woken;
  if (woken)
    take_tasks();
  const auto waits = work_ && work_->gather();
  return woken || waits || !tasks_.empty() || !ends_.empty();
}

/// In milliseconds, for epoll_wait: -1 is for ever.
int event_loop::wait_limit(std::chrono::milliseconds patience) const noexcept {
  using std::chrono::milliseconds;
  constexpr auto longest = milliseconds{std::numeric_limits<int>::max()};
  auto limit = patience < milliseconds{0} ? milliseconds::max() : patience;
  if (auto next = wheel_.next())
    limit = std::min(limit, std::chrono::ceil<milliseconds>(*next - now_));
  if (limit == milliseconds::max())
    return -1;
  return static_cast<int>(std::clamp(limit, milliseconds{0}, longest).count());
}

/// As network cards moderate their interrupts.
void event_loop::pause() {
  const auto most = std::exchange(pause_, {});
  if (most.count() <= 0 || clock_.now() - now_ >= most)
    return;
  const auto length = timespec{.tv_sec = 0, .tv_nsec = most.count()};
  ::nanosleep(&length, nullptr); // a signal may end it early
}

void event_loop::wait(int milliseconds) {
  if (milliseconds != 0)
    pause();
  epoll_event ready[events_a_turn];
  const auto n
    = ::epoll_wait(poller_.get(), ready, std::size(ready), milliseconds);
  // Whoever wakes us from now on is seen before the next wait.
  vigil_.store(vigil::awake, std::memory_order_release);
  if (n < 0 && errno != EINTR)
    throw std::system_error{last_error(), "epoll_wait"};
  for (auto i = 0; i < n; ++i)
    due_.push_back({.tag = ready[i].data.u64, .mask = ready[i].events});
}

std::size_t event_loop::call_owners() {
  auto called = std::size_t{0};
  for (; due_at_ < due_.size(); ++called) {
    const auto [tag, mask] = due_[due_at_++];
    if (tag == wakeup_tag) {
      take_tasks();
      if (work_)
        work_->gather();
    } else if (auto* owner = owner_of(tag)) {
      owner->on_ready(to_readiness(mask));
    }
    perform();
  }
  due_.clear();
  due_at_ = 0;
  return called;
}

// -- from other threads -------------------------------------------------------

void event_loop::wake() {
  // One write a sleep, however many call.
  if (vigil_.load() != vigil::woken
      && vigil_.exchange(vigil::woken) == vigil::asleep)
    ::eventfd_write(wakeup_.get(), 1);
}

void event_loop::post(std::function<void()> task) {
  {
    const auto guard = std::lock_guard{mutex_};
    posted_.push_back(std::move(task));
  }
  wake();
}

void event_loop::take_tasks() {
  const auto guard = std::lock_guard{mutex_};
  tasks_.insert(tasks_.end(), std::move_iterator{posted_.begin()},
                std::move_iterator{posted_.end()});
  posted_.clear();
}

std::size_t event_loop::run_tasks() {
  auto ran = std::size_t{0};
  for (; tasks_at_ < tasks_.size(); ++ran) {
    const auto task = std::move(tasks_[tasks_at_++]);
    task();
  }
  tasks_.clear();
  tasks_at_ = 0;
  return ran;
}

// -- the end of a turn --------------------------------------------------------

void turn_end::cancel() noexcept {
  if (auto* loop = std::exchange(loop_, nullptr))
    loop->ends_[index_] = nullptr;
}

void event_loop::add_end(turn_end& x) {
  x.index_ = ends_.size();
  ends_.push_back(&x);
  x.loop_ = this;
}

std::size_t event_loop::call_turn_ends() {
  const auto last = ends_.size();
  auto called = std::size_t{0};
  while (ends_at_ < last)
    if (auto* x = ends_[ends_at_++]) {
      x->loop_ = nullptr;
      ends_[x->index_] = nullptr;
      x->owner_->on_turn_end();
      ++called;
    }
  ends_.erase(ends_.begin(), ends_.begin() + static_cast<std::ptrdiff_t>(last));
  ends_at_ = 0;
  for (std::size_t i = 0; i < ends_.size(); ++i)
    if (ends_[i])
      ends_[i]->index_ = i;
  return called;
}

} // namespace troupe::runtime::loop

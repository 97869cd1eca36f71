#pragma once

#include "runtime/dns/answer.hpp"
#include "runtime/loop/event_loop.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace troupe::runtime::dns {

namespace detail {

/// What a question waits for; shared by who asked and who answers.
class awaited {
public:
  virtual void forget() noexcept = 0;

protected:
  ~awaited() = default;
};

template <class Answer>
class awaited_answer final
  : public awaited,
    public std::enable_shared_from_this<awaited_answer<Answer>>,
    private time::timer_handler {
public:
  using callback = std::function<void(Answer)>;

  awaited_answer(loop::event_loop& loop, callback tell,
                 time::steady_point deadline)
    : loop_(loop), tell_(std::move(tell)) {
    loop.arm(deadline_, deadline);
  }

  bool concluded() const noexcept { return answer_.has_value(); }

  /// Tells it in a while, unless something was concluded before.
  void conclude(Answer x) {
    if (!tell_ || answer_)
      return;
    deadline_.cancel();
    answer_ = std::move(x);
    loop_.post([self = this->shared_from_this()] { self->deliver(); });
  }

  void forget() noexcept override {
    deadline_.cancel();
    tell_ = nullptr;
  }

private:
  void on_timer() override { conclude(dns_errc::timed_out); }

  void deliver() {
    if (auto tell = std::exchange(tell_, nullptr))
      tell(*std::move(answer_));
  }

  loop::event_loop& loop_;
  callback tell_;
  std::optional<Answer> answer_;
  time::timer deadline_{*this};
};

} // namespace detail

/// A question that was asked. Destruction withdraws it: nobody is called any
/// more. Belongs to the loop's thread; may outlive the resolver.
class [[nodiscard]] question {
public:
  question() = default;
  explicit question(std::shared_ptr<detail::awaited> what) noexcept
    : what_(std::move(what)) {}
  question(question&&) noexcept = default;
  question& operator=(question&& other) noexcept {
    std::swap(what_, other.what_);
    return *this;
  }
  ~question() {
    if (what_)
      what_->forget();
  }

private:
  std::shared_ptr<detail::awaited> what_;
};

} // namespace troupe::runtime::dns

#pragma once

#include "actors/base/failure.hpp"
#include "actors/http_service/messages.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace troupe::actors {

/// What a stage says at the end of its turn. The one that is made without a
/// word lets the exchange go on.
class verdict {
public:
  enum class kind : std::uint8_t {
    go_on,
    answer,    ///< with response(), and forward nothing
    fail,      ///< with error(), as if it had happened by itself
    delay,     ///< and then go on
    try_again, ///< after a failed attempt, although nobody else would
    ask,       ///< a stage actor, and do what it says
  };

  verdict() = default;

  static verdict go_on() { return {}; }
  static verdict answer(http_response x) {
    auto v = verdict{kind::answer};
    v.more_ = std::make_unique<details>();
    v.more_->response = std::move(x);
    return v;
  }
  /// The same with a line of text.
  static verdict answer(codecs::http::status status, std::string text) {
    return answer({.status = status,
                   .fields = {{"Content-Type", "text/plain"}},
                   .body = std::move(text)});
  }
  static verdict fail(failure x) {
    auto v = verdict{kind::fail};
    v.more_ = std::make_unique<details>();
    v.more_->error = std::move(x);
    return v;
  }
  static verdict delay(std::chrono::milliseconds x) {
    auto v = verdict{kind::delay};
    v.delay_ = x;
    return v;
  }
  static verdict try_again() { return verdict{kind::try_again}; }
  /// `stage` counts the pipeline's stage actors; pipeline::ask() says it.
  static verdict ask(std::size_t stage) {
    auto v = verdict{kind::ask};
    v.stage_ = static_cast<std::uint32_t>(stage);
    return v;
  }

  kind what() const noexcept { return what_; }
  bool lets_pass() const noexcept {
    return what_ == kind::go_on || what_ == kind::try_again;
  }
  std::chrono::milliseconds delay() const noexcept { return delay_; }
  std::size_t stage() const noexcept { return stage_; }
  /// Of kind::answer only.
  http_response& response() noexcept { return more_->response; }
  /// Of kind::fail only.
  failure& error() noexcept { return more_->error; }

private:
  struct details {
    http_response response;
    failure error;
  };

  explicit verdict(kind what) noexcept : what_(what) {
    // nop
  }

  kind what_ = kind::go_on;
  std::uint32_t stage_ = 0;
  std::chrono::milliseconds delay_{0};
  std::unique_ptr<details> more_;
};

} // namespace troupe::actors

#pragma once

#include "actors/base/failure.hpp"

#include "codecs/base/result.hpp"
#include "codecs/http1/head.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// The head that a backend is to get. Borrowed.
struct agreed_head {
  const codecs::http1::request_head* head = nullptr;
  /// What Host says, whatever the upstream's host_policy; empty: as that has
  /// it.
  std::string_view host = {};
};

/// May be kept for longer than the backend is known.
using backend_name = std::shared_ptr<const std::string>;

/// Somebody who has a say in an exchange's attempts to reach an origin.
class attempt_watcher {
public:
  /// There is a connection to that backend. Answers with the head that it is to
  /// get, borrowed until the exchange ends, or why it shall get none.
  virtual codecs::result<agreed_head, failure>
  on_connected(const backend_name& backend, bool reused) = 0;

  /// The attempt failed, before a response began, and the retry plan sees no
  /// other: shall there be one all the same?
  virtual bool insists(const failure& why, bool connected) = 0;
  /// Might it ever? Then more of the request is kept.
  virtual bool may_insist() const noexcept = 0;
  /// What backends are chosen by, if it has a say in that. Borrowed.
  virtual std::optional<std::string_view> balancing_key() const noexcept {
    return std::nullopt;
  }

protected:
  ~attempt_watcher() = default;
};

} // namespace troupe::actors

#pragma once

#include "actors/base/failure.hpp"
#include "actors/exchange/begin.hpp"
#include "actors/http_service/messages.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <variant>

namespace troupe::testkit {

/// What an origin does about a request: a response, or it fails in that way.
using origin_answer = std::variant<actors::http_response, actors::failure>;
using origin_function
  = std::function<origin_answer(const actors::http_request&)>;

/// Every upstream of an exchange under test: answers from memory, once the
/// whole request is there.
class fake_origin final : public actors::upstream_stand_in {
public:
  origin_function answer;   ///< never empty
  std::size_t refusals = 0; ///< of the next connections
  std::size_t piece = 0;    ///< octets of a body in one go; 0: all of it

  /// Forgets the request that it has seen.
  void forget() noexcept { seen_.reset(); }
  /// The last request that came whole, if any.
  const std::optional<actors::http_request>& seen() const noexcept {
    return seen_;
  }

  void begin(actors::exchange_ptr& place, actors::session_side& session,
             const codecs::http1::request_head& head,
             const actors::client_info& client,
             actors::attempt_watcher* watcher) override;

private:
  friend class fake_origin_exchange;

  std::optional<actors::http_request> seen_;
};

} // namespace troupe::testkit

#pragma once

#include "actors/base/loop_random.hpp"
#include "actors/pipeline/pipeline.hpp"
#include "actors/split/traffic_split.hpp"

#include "runtime/config/reader.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace troupe::actors::stages {

struct split_options {
  /// What makes a client come back to where it was.
  enum class key_kind : std::uint8_t { none, cookie, client, field };

  std::vector<traffic_split::share> shares; ///< named as upstreams are
  key_kind key = key_kind::none;
  std::string field;                   ///< with key_kind::field
  std::string cookie = "troupe_split"; ///< with key_kind::cookie
  /// Of the cookie. Zero: as long as the browser's session.
  std::chrono::seconds max_age{0};
};

/// Sends each request to one of several upstreams, by weight. A cookie holds a
/// number, not a name: it says nothing of what is behind, and its owner stays
/// where it leads as long as the weights let him.
class split {
public:
  explicit split(split_options options);

  void request(exchange_context& x);
  void response(exchange_context& x) const;

private:
  /// The number that was drawn for a client without a cookie.
  struct drawn {
    std::optional<std::uint64_t> number;
  };

  std::uint64_t number_for(exchange_context& x);

  struct shared {
    split_options options;
    traffic_split split;
  };

  std::shared_ptr<const shared> shared_; // of all loops
  loop_random random_;                   // of this one
};

/// split: {to: {stable: 95, canary: 5}, by: cookie}
void read_split(const runtime::config::setting& x, pipeline& to,
                runtime::config::findings& out);

} // namespace troupe::actors::stages

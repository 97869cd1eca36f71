#pragma once

#include "actors/base/failure.hpp"
#include "actors/http_service/messages.hpp"
#include "actors/pipeline/phase.hpp"

#include "codecs/fields/map.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// Fields that travel: two allocations, however many there are.
class field_snapshot {
public:
  field_snapshot() = default;
  explicit field_snapshot(const codecs::fields::map& from);

  std::size_t size() const noexcept { return lines_.size(); }
  std::string_view name(std::size_t i) const noexcept;
  std::string_view value(std::size_t i) const noexcept;
  /// The value of the first field of that name, whatever its case, or nothing.
  std::string_view find(std::string_view name) const noexcept;

private:
  struct line {
    std::uint32_t at;
    std::uint32_t name;
    std::uint32_t value;
  };

  std::string text_;
  std::vector<line> lines_;
};

// -- queries ------------------------------------------------------------------

/// What a stage actor is asked about an exchange that waits for its answer.
struct examine {
  phase at = phase::request;
  std::string client; ///< the peer's address, without port
  std::string method;
  std::string authority;
  std::string target; ///< path and query, as they are to be forwarded
  field_snapshot fields;
  codecs::http::status status = 0; ///< from upstream_response on
  field_snapshot response_fields;
  std::string body;  ///< the piece, in the phases of bodies
  bool last = false; ///< the body's last piece
};

// -- replies ------------------------------------------------------------------

/// A change to the fields of the message that is under way in that phase.
struct field_edit {
  enum class kind : std::uint8_t { set, append, remove };

  kind what = kind::set;
  std::string name;
  std::string value;
};

/// What a stage actor says. The one that is made without a word lets the
/// exchange go on unchanged.
struct judgment {
  enum class kind : std::uint8_t {
    go_on,
    answer, ///< with `response`
    fail,   ///< with `error`
    delay,  ///< for `pause`, and then go on
  };

  kind what = kind::go_on;
  std::vector<field_edit> edits; ///< done first, in order
  std::string upstream;          ///< to be used; empty: as before
  bool new_body = false;         ///< `body` goes on in the piece's place
  std::string body;
  http_response response;
  failure error;
  std::chrono::milliseconds pause{0};
};

} // namespace troupe::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::examine)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::judgment)

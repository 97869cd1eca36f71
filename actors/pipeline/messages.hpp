#pragma once

#include "actors/base/failure.hpp"
#include "actors/http_service/messages.hpp"
#include "actors/pipeline/phase.hpp"

#include "codecs/fields/map.hpp"

#include <caf/meta/type_name.hpp>

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

  template <class Inspector>
  friend auto inspect(Inspector& f, field_snapshot& x) {
    return f(caf::meta::type_name("field_snapshot"), x.text_, x.lines_);
  }

private:
  struct line {
    std::uint32_t at = 0;
    std::uint32_t name = 0;
    std::uint32_t value = 0;

    template <class Inspector>
    friend auto inspect(Inspector& f, line& x) {
      return f(x.at, x.name, x.value);
    }
  };

  std::string_view part(std::size_t at, std::size_t size) const noexcept;

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

/// False if one of them would let its author write more than a field; those
/// before it are made.
bool make_edits(const std::vector<field_edit>& edits,
                codecs::fields::map& fields);

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

// -- what crosses nodes, see actors/cluster/messages.hpp ----------------------

template <class Inspector>
auto inspect(Inspector& f, examine& x) {
  return f(caf::meta::type_name("examine"), x.at, x.client, x.method,
           x.authority, x.target, x.fields, x.status, x.response_fields, x.body,
           x.last);
}

template <class Inspector>
auto inspect(Inspector& f, field_edit& x) {
  return f(caf::meta::type_name("field_edit"), x.what, x.name, x.value);
}

template <class Inspector>
auto inspect(Inspector& f, judgment& x) {
  return f(caf::meta::type_name("judgment"), x.what, x.edits, x.upstream,
           x.new_body, x.body, x.response.status, x.response.fields,
           x.response.body, x.error.what, x.error.because, x.pause);
}

} // namespace troupe::actors

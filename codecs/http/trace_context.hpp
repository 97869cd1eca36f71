#pragma once

#include "codecs/fields/map.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::codecs::http {

struct trace_id {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend bool operator==(const trace_id&, const trace_id&) = default;
};

enum class span_id : std::uint64_t {};

/// Who asks on whose behalf, as W3C Trace Context has it. Neither id is zero.
struct trace_parent {
  trace_id trace;
  span_id parent{};
  bool sampled = false;
  /// The trace's id is random, its lower half at least (level 2).
  bool random = false;

  friend bool operator==(const trace_parent&, const trace_parent&) = default;
};

/// Where ids come from: 64 bits a call, each as likely as any other.
class random_source {
public:
  virtual std::uint64_t next() = 0;

protected:
  ~random_source() = default;
};

/// The value of traceparent (section 3.2), or nothing if it is malformed.
/// Versions above 00 are read as far as 00 is understood.
std::optional<trace_parent> parse_trace_parent(std::string_view value) noexcept;

/// "00-<trace>-<parent>-<flags>": the value of traceparent, of version 00.
class trace_parent_text {
public:
  explicit trace_parent_text(const trace_parent& x) noexcept;

  std::string_view view() const noexcept {
    return {text_.data(), text_.size()};
  }

private:
  std::array<char, 55> text_;
};

/// The beginning of a trace.
trace_parent new_trace(random_source& random, bool sampled);
/// The same trace, under an id of our own.
trace_parent child_of(const trace_parent& x, random_source& random);

/// Members of a tracestate that are passed on (section 3.3.1.1); the
/// list of a sender has no more, and one that has is dropped.
inline constexpr std::size_t max_tracestate_members = 32;
/// Octets of a tracestate that are passed on. Section 3.3.1.5 asks for 512 at
/// least; where there are more, members go that are longer than 128 octets,
/// and then from the end.
inline constexpr std::size_t max_tracestate = 512;

/// The lines of tracestate as one, within the limits and without empty members;
/// empty if there are none, or if one is malformed or named twice: then the
/// whole of it is dropped, but the trace goes on.
std::string joined_tracestate(const fields::map& all);

/// What a request says about its trace.
struct trace_context {
  trace_parent parent;
  std::string state; ///< the value of tracestate; may be empty
};

/// What the fields say, or nothing if there is no traceparent, or several, or a
/// malformed one. Then a new trace begins, and tracestate counts for nothing.
std::optional<trace_context> read_trace_context(const fields::map& all);

} // namespace troupe::codecs::http

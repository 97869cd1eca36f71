#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace troupe::codecs {

// Searches that go over most octets of every head. Nothing is read outside of
// [p, end). With SSE2, which each x86-64 has, 16 octets are looked at at once.

/// No field value may hold it: all controls but HTAB (RFC 9110 section 5.5).
constexpr bool is_control(char c) noexcept {
  auto x = static_cast<unsigned char>(c);
  return (x < 0x20 && x != '\t') || x == 0x7f;
}

/// The first control octet, where a value ends if it is a CR; or `end`.
inline const char* find_control(const char* p, const char* end) noexcept {
#if defined(__SSE2__)
  const auto highest = _mm_set1_epi8(0x1f);
  const auto tab = _mm_set1_epi8('\t');
  const auto del = _mm_set1_epi8(0x7f);
  for (; end - p >= 16; p += 16) {
    auto x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    auto low = _mm_cmpeq_epi8(_mm_min_epu8(x, highest), x);
    auto hit = _mm_or_si128(_mm_andnot_si128(_mm_cmpeq_epi8(x, tab), low),
                            _mm_cmpeq_epi8(x, del));
    if (auto mask = _mm_movemask_epi8(hit); mask != 0)
      return p + __builtin_ctz(static_cast<unsigned>(mask));
  }
#endif
  while (p != end && !is_control(*p))
    ++p;
  return p;
}

namespace detail {

// Is one of the octets of a text a control, or with `blanks` a blank?
template <bool blanks>
inline bool holds_any(std::string_view text) noexcept {
#if defined(__SSE2__)
  auto has_hit = [](__m128i x) {
    auto highest = _mm_set1_epi8(blanks ? 0x20 : 0x1f);
    auto low = _mm_cmpeq_epi8(_mm_min_epu8(x, highest), x);
    if constexpr (!blanks)
      low = _mm_andnot_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('\t')), low);
    auto hit = _mm_or_si128(low, _mm_cmpeq_epi8(x, _mm_set1_epi8(0x7f)));
    return _mm_movemask_epi8(hit) != 0;
  };
  auto at = [](const char* p) { return reinterpret_cast<const __m128i*>(p); };
  auto* p = text.data();
  auto* end = p + text.size();
  // Two looks that overlap make one of any length in between.
  if (text.size() >= 16) {
    for (; end - p > 16; p += 16)
      if (has_hit(_mm_loadu_si128(at(p))))
        return true;
    return has_hit(_mm_loadu_si128(at(end - 16)));
  }
  if (text.size() >= 8)
    return has_hit(
      _mm_unpacklo_epi64(_mm_loadl_epi64(at(p)), _mm_loadl_epi64(at(end - 8))));
  if (text.size() >= 4) {
    std::int32_t first, last;
    std::memcpy(&first, p, sizeof first);
    std::memcpy(&last, end - 4, sizeof last);
    return has_hit(_mm_set_epi32(last, first, last, first));
  }
#endif
  for (auto c : text)
    if (is_control(c) || (blanks && (c == ' ' || c == '\t')))
      return true;
  return false;
}

} // namespace detail

/// Is there a control octet? For who need not know where.
inline bool has_control(std::string_view x) noexcept {
  return detail::holds_any<false>(x);
}

/// The same, or a blank.
inline bool has_control_or_blank(std::string_view x) noexcept {
  return detail::holds_any<true>(x);
}

/// The first colon, or `end`. Inline, for names are short.
inline const char* find_colon(const char* p, const char* end) noexcept {
#if defined(__SSE2__)
  const auto colon = _mm_set1_epi8(':');
  for (; end - p >= 16; p += 16) {
    auto x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    if (auto mask = _mm_movemask_epi8(_mm_cmpeq_epi8(x, colon)); mask != 0)
      return p + __builtin_ctz(static_cast<unsigned>(mask));
  }
#endif
  while (p != end && *p != ':')
    ++p;
  return p;
}

} // namespace troupe::codecs

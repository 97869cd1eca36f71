#include "codecs/http/date_parser.hpp"

#include "codecs/base/ascii.hpp"

#include <array>
#include <chrono>
#include <cstddef>

namespace troupe::codecs::http {

namespace {

using std::chrono::year_month_day;

constexpr auto weekdays = std::array<std::string_view, 7>{
  "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr auto months
  = std::array<std::string_view, 12>{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// Takes a date apart from left to right. What does not fit leaves it failed.
class reader {
public:
  explicit reader(std::string_view text) noexcept : rest_(text) {
    // nop
  }

  bool accept(std::string_view word) noexcept {
    if (!rest_.starts_with(word))
      return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  void expect(std::string_view word) noexcept {
    failed_ = !accept(word) || failed_;
  }

  /// So many digits; the first may be a blank, if that is allowed.
  int number(std::size_t digits, bool padded = false) noexcept {
    auto value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      auto c = i < rest_.size() ? rest_[i] : '\0';
      if (padded && i == 0 && c == ' ')
        continue;
      failed_ = failed_ || !is_digit(c);
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(failed_ ? rest_.size() : digits);
    return failed_ ? 0 : value;
  }

  unsigned month() noexcept {
    for (std::size_t i = 0; i < months.size(); ++i)
      if (accept(months[i]))
        return static_cast<unsigned>(i) + 1;
    failed_ = true;
    return 0;
  }

  /// Seconds into the day. A leap second is one.
  int time_of_day() noexcept {
    auto hour = number(2);
    expect(":");
    auto minute = number(2);
    expect(":");
    auto second = number(2);
    failed_ = failed_ || hour > 23 || minute > 59 || second > 60;
    return (hour * 60 + minute) * 60 + second;
  }

  bool ended_well() const noexcept { return !failed_ && rest_.empty(); }

private:
  std::string_view rest_;
  bool failed_ = false;
};

struct parts {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int time = 0;
};

std::optional<std::time_t> assemble(const reader& in, const parts& x) noexcept {
  using namespace std::chrono;
  auto date = year_month_day{year{x.year}, month{x.month}, day{x.day}};
  if (!in.ended_well() || !date.ok())
    return std::nullopt;
  return sys_seconds{sys_days{date}}.time_since_epoch().count() + x.time;
}

/// A year that seems to be more than 50 years in the future is the most recent
/// one in the past that ends so (RFC 9110 section 5.6.7).
int century_of(int two_digits, std::time_t now) noexcept {
  using namespace std::chrono;
  auto today = floor<days>(sys_seconds{seconds{now}});
  auto this_year = static_cast<int>(year_month_day{today}.year());
  auto guess = this_year - this_year % 100 + two_digits;
  return guess > this_year + 50 ? guess - 100 : guess;
}

// Sun, 06 Nov 1994 08:49:37 GMT
std::optional<std::time_t> read_fixdate(reader in) noexcept {
  auto x = parts{};
  in.expect(", ");
  x.day = static_cast<unsigned>(in.number(2));
  in.expect(" ");
  x.month = in.month();
  in.expect(" ");
  x.year = in.number(4);
  in.expect(" ");
  x.time = in.time_of_day();
  in.expect(" GMT");
  return assemble(in, x);
}

// Sunday, 06-Nov-94 08:49:37 GMT
std::optional<std::time_t> read_rfc850(reader in, std::time_t now) noexcept {
  auto x = parts{};
  in.expect(", ");
  x.day = static_cast<unsigned>(in.number(2));
  in.expect("-");
  x.month = in.month();
  in.expect("-");
  x.year = century_of(in.number(2), now);
  in.expect(" ");
  x.time = in.time_of_day();
  in.expect(" GMT");
  return assemble(in, x);
}

// Sun Nov  6 08:49:37 1994
std::optional<std::time_t> read_asctime(reader in) noexcept {
  auto x = parts{};
  in.expect(" ");
  x.month = in.month();
  in.expect(" ");
  x.day = static_cast<unsigned>(in.number(2, true));
  in.expect(" ");
  x.time = in.time_of_day();
  in.expect(" ");
  x.year = in.number(4);
  return assemble(in, x);
}

} // namespace

std::optional<std::time_t> parse_date(std::string_view text,
                                      std::time_t now) noexcept {
  for (auto name : weekdays) {
    auto in = reader{text};
    if (in.accept(name))
      return read_rfc850(in, now);
    if (in.accept(name.substr(0, 3)))
      return text.substr(3).starts_with(',') ? read_fixdate(in)
                                             : read_asctime(in);
  }
  return std::nullopt;
}

} // namespace troupe::codecs::http

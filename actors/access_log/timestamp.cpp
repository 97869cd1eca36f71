#include "actors/access_log/timestamp.hpp"

#include <algorithm>
#include <charconv>

namespace troupe::actors {

namespace {

constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";

} // namespace

timestamp::timestamp(std::chrono::system_clock::time_point at,
                     style how) noexcept {
  using namespace std::chrono;
  const auto second = floor<seconds>(at);
  const auto day = floor<days>(second);
  const auto date = year_month_day{day};
  const auto clock = hh_mm_ss{second - day};
  const auto year = static_cast<std::uint64_t>(static_cast<int>(date.year()));
  const auto month = static_cast<unsigned>(date.month());
  const auto part
    = static_cast<std::uint64_t>(floor<milliseconds>(at - second).count());
  auto put_clock = [&] {
    put(static_cast<std::uint64_t>(clock.hours().count()), 2);
    put(":");
    put(static_cast<std::uint64_t>(clock.minutes().count()), 2);
    put(":");
    put(static_cast<std::uint64_t>(clock.seconds().count()), 2);
  };
  switch (how) {
    case style::rfc3339:
      put(year, 4);
      put("-");
      put(month, 2);
      put("-");
      put(static_cast<unsigned>(date.day()), 2);
      put("T");
      put_clock();
      put(".");
      put(part, 3);
      put("Z");
      break;
    case style::clf:
      put(static_cast<unsigned>(date.day()), 2);
      put("/");
      put(months.substr(3 * (month - 1), 3));
      put("/");
      put(year, 4);
      put(":");
      put_clock();
      put(" +0000");
      break;
    case style::unix_seconds:
      size_ = static_cast<std::size_t>(
        std::to_chars(text_.data(), text_.data() + 20,
                      second.time_since_epoch().count())
          .ptr
        - text_.data());
      put(".");
      put(part, 3);
      break;
  }
}

void timestamp::put(std::string_view text) noexcept {
  std::copy(text.begin(), text.end(), text_.begin() + size_);
  size_ += text.size();
}

void timestamp::put(std::uint64_t value, std::size_t digits) noexcept {
  for (auto i = digits; i-- > 0; value /= 10)
    text_[size_ + i] = static_cast<char>('0' + value % 10);
  size_ += digits;
}

} // namespace troupe::actors

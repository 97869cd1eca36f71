#include "codecs/http/date.hpp"

#include <chrono>
#include <cstring>

namespace troupe::codecs::http {

namespace {

constexpr std::string_view weekdays = "SunMonTueWedThuFriSat";
constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";

char* put(char* at, std::string_view text) {
  std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

char* put(char* at, unsigned value, int digits) {
  for (auto i = digits; i-- > 0; value /= 10)
    at[i] = static_cast<char>('0' + value % 10);
  return at + digits;
}

} // namespace

date_text::date_text(std::time_t at) noexcept {
  using namespace std::chrono;
  auto point = sys_seconds{seconds{at}};
  auto day = floor<days>(point);
  auto date = year_month_day{day};
  auto time = hh_mm_ss{point - day};
  auto* to = text_.data();
  to = put(to, weekdays.substr(3 * weekday{day}.c_encoding(), 3));
  to = put(to, ", ");
  to = put(to, static_cast<unsigned>(date.day()), 2);
  to = put(to, " ");
  to = put(to, months.substr(3 * (static_cast<unsigned>(date.month()) - 1), 3));
  to = put(to, " ");
  to = put(to, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  to = put(to, " ");
  to = put(to, static_cast<unsigned>(time.hours().count()), 2);
  to = put(to, ":");
  to = put(to, static_cast<unsigned>(time.minutes().count()), 2);
  to = put(to, ":");
  to = put(to, static_cast<unsigned>(time.seconds().count()), 2);
  put(to, " GMT");
}

} // namespace troupe::codecs::http

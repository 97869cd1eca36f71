#include "actors/session/date_line.hpp"

#include <algorithm>

namespace troupe::actors {

void date_line::compose() noexcept {
  using namespace std::string_view_literals;
  composed_ = loop_.now();
  auto date = codecs::http::date_text{
    std::chrono::system_clock::to_time_t(loop_.wall())};
  auto at = text_.begin();
  for (auto part : {"Date: "sv, date.view(), "\r\n"sv})
    at = std::copy(part.begin(), part.end(), at);
}

} // namespace troupe::actors

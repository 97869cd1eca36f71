#pragma once

#include <cstdint>

namespace troupe::codecs::http {

enum class version : std::uint8_t { http_1_0, http_1_1, http_2 };

} // namespace troupe::codecs::http

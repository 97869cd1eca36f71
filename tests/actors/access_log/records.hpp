#pragma once

#include "actors/access_log/exchange_record.hpp"

#include <chrono>

namespace troupe::test {

/// A request that went well: 06 Nov 1994, 08:49:37.042 UTC.
inline actors::exchange_record good_record() {
  using namespace std::chrono_literals;
  return {
    .begun = std::chrono::system_clock::time_point{784111777042ms},
    .times
    = {.wait = 7us, .connect = 5us, .first_octet = 900us, .total = 1234us},
    .client = "192.0.2.7",
    .user = "ada",
    .method = "GET",
    .target = "/a/b?c=d&e",
    .authority = "example.com",
    .protocol = "HTTP/1.1",
    .request_octets = 321,
    .client_reused = true,
    .status = 200,
    .body_octets = 4096,
    .route = "/a",
    .upstream = "app",
    .backend = "127.0.0.1:9000",
    .attempts = 1,
    .backend_reused = false,
    .request_id = "r-17",
    .trace_id = "4bf92f3577b34da6a3ce929d0e0e4736",
  };
}

} // namespace troupe::test

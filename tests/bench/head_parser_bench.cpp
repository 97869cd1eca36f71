// Nanoseconds that a head costs, from octets to meaning, and what the decoder
// and the encoder cost with it.

#include "codecs/http/hop_by_hop.hpp"
#include "codecs/http1/encoder.hpp"
#include "codecs/http1/request_decoder.hpp"
#include "codecs/http1/response_decoder.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace troupe::codecs;

constexpr std::string_view request
  = "GET /articles/2024/05/on-the-care-of-old-theatres.html?page=2&ref=feed "
    "HTTP/1.1\r\n"
    "Host: www.playhouse.example\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 "
    "Firefox/126.0\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,"
    "image/avif,image/webp,*/*;q=0.8\r\n"
    "Accept-Language: en-GB,en;q=0.7,de;q=0.3\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Referer: https://www.playhouse.example/articles/2024/05/\r\n"
    "Connection: keep-alive\r\n"
    "Cookie: session=6f1c2d0b9a8e47c3b5d6e7f801234567; theme=dark; "
    "seen=1716800000; consent=necessary.statistics\r\n"
    "Sec-Fetch-Dest: document\r\n"
    "If-None-Match: \"5e1f-61a0b2c3d4e5f\"\r\n"
    "\r\n";

constexpr std::string_view response
  = "HTTP/1.1 200 OK\r\n"
    "Date: Mon, 27 May 2024 10:00:00 GMT\r\n"
    "Server: Apache/2.4.59 (Debian)\r\n"
    "Last-Modified: Sun, 26 May 2024 18:30:12 GMT\r\n"
    "ETag: \"5e1f-61a0b2c3d4e5f\"\r\n"
    "Accept-Ranges: bytes\r\n"
    "Cache-Control: public, max-age=600, stale-while-revalidate=60\r\n"
    "Vary: Accept-Encoding, Accept-Language\r\n"
    "Content-Type: text/html; charset=utf-8\r\n"
    "Content-Length: 0\r\n"
    "Content-Security-Policy: default-src 'self'; img-src 'self' data: "
    "https://images.playhouse.example; script-src 'self'; style-src 'self' "
    "'unsafe-inline'; frame-ancestors 'none'\r\n"
    "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n"
    "Set-Cookie: session=6f1c2d0b9a8e47c3b5d6e7f801234567; Path=/; HttpOnly; "
    "Secure; SameSite=Lax\r\n"
    "Link: </style/main.css>; rel=preload; as=style\r\n"
    "\r\n";

/// The least of several runs: the others were disturbed.
template <class F>
void measure(const char* what, F&& once) {
  using clock = std::chrono::steady_clock;
  constexpr auto rounds = 200'000;
  auto best = std::chrono::duration<double, std::nano>::max();
  for (auto run = 0; run < 7; ++run) {
    auto start = clock::now();
    for (auto i = 0; i < rounds; ++i)
      once();
    best = std::min<decltype(best)>(best, clock::now() - start);
  }
  std::printf("%-44s %7.1f ns\n", what, best.count() / rounds);
}

void demand(bool x) {
  if (!x)
    std::abort();
}

} // namespace

int main() {
  http1::limits bounds;
  http1::request_head asked;
  http1::response_head answered;
  fields::map trailers;
  std::string out;

  http1::request_decoder requests{bounds};
  auto decode_request = [&] {
    requests.begin();
    auto head = requests.feed(as_octets(request), asked, trailers);
    demand(head && head->consumed == request.size());
    demand(requests.feed({}, asked, trailers).ok());
  };
  http1::response_decoder responses{bounds};
  auto decode_response = [&] {
    responses.begin(http::method::get);
    auto head = responses.feed(as_octets(response), answered, trailers);
    demand(head && head->consumed == response.size());
    demand(responses.feed({}, answered, trailers).ok());
  };
  auto encode_request = [&] {
    out.clear();
    http1::write_request_line(out, asked.method_text, asked.target.text);
    auto ends_here = http::hop_by_hop{asked.fields};
    http1::write_fields(out, asked.fields,
                        [&](auto& x) { return !ends_here(x); });
    http1::end_head(out);
    demand(out.size() > 600);
  };

  std::printf("request: %zu octets; response: %zu octets\n", request.size(),
              response.size());
  measure("decode a request", decode_request);
  measure("encode it again", encode_request);
  measure("decode a response", decode_response);
}

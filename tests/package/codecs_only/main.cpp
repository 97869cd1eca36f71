#include "codecs/coding/decoder.hpp"
#include "codecs/coding/encoder.hpp"
#include "codecs/http1/request_decoder.hpp"

#include <iostream>
#include <string>
#include <variant>

using namespace troupe::codecs;

namespace {

// The codecs bring the libraries that are behind them.
bool survives(coding::kind x, const std::string& text) {
  auto encoder = coding::make_encoder(x);
  auto decoder = coding::make_decoder(x);
  std::string wire, again;
  encoder->encode(as_octets(text), wire);
  encoder->finish(wire);
  return decoder->decode(as_octets(wire), again, text.size() + 1)
         && !decoder->finish() && again == text;
}

} // namespace

int main() {
  auto bounds = http1::limits{};
  auto decoder = http1::request_decoder{bounds};
  auto head = http1::request_head{};
  auto trailers = fields::map{};
  auto step = decoder.feed(as_octets("GET /outside HTTP/1.1\r\n"
                                     "Host: tree.example\r\n\r\n"),
                           head, trailers);
  if (!step || !std::holds_alternative<http1::head_end>(step->event))
    return 1;
  for (auto x : {coding::kind::gzip, coding::kind::br, coding::kind::zstd})
    if (!survives(x, "outside the tree"))
      return 1;
  std::cout << head.method_text << " for " << head.authority << '\n';
  return head.authority == "tree.example" ? 0 : 1;
}

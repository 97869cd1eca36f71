#include "codecs/http1/request_decoder.hpp"

#include <iostream>
#include <variant>

using namespace troupe::codecs;

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
  std::cout << head.method_text << " for " << head.authority << '\n';
  return head.authority == "tree.example" ? 0 : 1;
}

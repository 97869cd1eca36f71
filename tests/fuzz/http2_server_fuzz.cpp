#include "tests/fuzz/fuzzing.hpp"
#include "tests/fuzz/http2_peer.hpp"

#include "codecs/http2/server.hpp"

#include <array>
#include <span>

namespace {

using namespace troupe;
using namespace troupe::codecs;
using namespace troupe::fuzz;

constexpr auto lent = std::array<char, 20'000>{};

/// Answers whatever comes, and keeps the books.
class application final : public http2_books<http2::server_events> {
public:
  void on_request(http2::stream_id id, http1::request_head& head,
                  std::string_view) override {
    demand(!head.method_text.empty() && !head.target.text.empty());
    for (auto& x : head.fields)
      demand(!x.name.empty() && !x.name.starts_with(':'));
    begin(id);
    answer(id);
  }
  void on_oversized(http2::stream_id id) override {
    begin(id);
    uut->reset(id, http2::errc::cancel);
  }

  void answer(http2::stream_id id) {
    auto head = http1::response_head{};
    head.status = 200;
    if (id % 4 == 1) {
      uut->send_head(id, head, true);
    } else {
      uut->send_head(id, head, false);
      if (id % 8 == 3)
        uut->lend_body(id, std::as_bytes(std::span{lent}));
      else
        uut->send_body(id, as_octets(std::string_view{"some octets"}));
      uut->send_end(id, {});
    }
  }

  http2::server* uut = nullptr;
};

void serve(std::string_view wire, const test::cutting& cut) {
  auto there = application{};
  auto uut = http2::server{small_http2, there};
  there.uut = &uut;
  converse(uut, there, wire, cut);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0)
    return 0;
  auto wire = std::string{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"};
  wire.append(as_wire(data + 1, size - 1));
  serve(wire, cut_by(data[0]));
  serve(wire.substr(data[0] % 24), whole(wire)); // with half a preface
  return 0;
}

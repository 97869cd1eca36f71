#include "tests/fuzz/fuzzing.hpp"
#include "tests/fuzz/http2_peer.hpp"

#include "codecs/http2/client.hpp"

namespace {

using namespace troupe;
using namespace troupe::codecs;
using namespace troupe::fuzz;

class application final : public http2_books<http2::client_events> {
public:
  void on_interim(http2::stream_id id, http1::response_head& head) override {
    demand(is_open(id) && head.status / 100 == 1 && head.status != 101);
  }
  void on_response(http2::stream_id id, http1::response_head& head) override {
    demand(is_open(id) && head.status >= 200);
  }
  void on_settings() override {}
};

void ask(std::string_view wire, const test::cutting& cut) {
  auto here = application{};
  auto uut = http2::client{small_http2, here};
  for (auto method : {http::method::get, http::method::post}) {
    auto head = http1::request_head{};
    head.method = method;
    head.method_text = to_string(method);
    head.target.text = "/";
    auto ends = method == http::method::get;
    auto id
      = uut.send_request(head, {.scheme = "https", .authority = "a"}, ends);
    demand(id != 0);
    here.begin(id);
    if (!ends)
      uut.send_body(id, as_octets(std::string_view{"some octets"}));
  }
  converse(uut, here, wire, cut);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0)
    return 0;
  auto wire = as_wire(data + 1, size - 1);
  ask(wire, cut_by(data[0]));
  ask(wire, whole(wire));
  return 0;
}

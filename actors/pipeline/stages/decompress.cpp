#include "actors/pipeline/stages/decompress.hpp"

#include "actors/pipeline/stages/decompress_requests.hpp"
#include "actors/pipeline/stages/decompress_responses.hpp"

namespace troupe::actors::stages {

using namespace runtime::config;
using codecs::coding::decode_for;

std::optional<std::string> problem_with(const decompress_options& x) {
  if (!x.requests && x.responses == decode_for::nobody)
    return "neither requests nor responses are decompressed";
  return std::nullopt;
}

pipeline decompress(const decompress_options& options) {
  auto result = pipeline{};
  if (options.requests)
    result.add(decompress_requests{options});
  if (options.responses != decode_for::nobody)
    result.add(decompress_responses{options});
  return result;
}

void read_decompress(const setting& x, pipeline& to, findings& out) {
  auto options = decompress_options{};
  section in{x, out};
  in.bind("request", options.requests, boolean{});
  in.bind("response", options.responses,
          choice<decode_for>{{{"off", decode_for::nobody},
                              {"unaccepted", decode_for::others},
                              {"on", decode_for::everybody}}});
  in.bind("ratio", options.limits.ratio, whole_number{.least = 1});
  in.bind("most", options.limits.total,
          size{.least = 1, .off = options.limits.total});
  in.bind("unknown", options.refuse_unknown,
          choice<bool>{{{"pass", false}, {"refuse", true}}});
  in.close();
  if (auto wrong = problem_with(options))
    out.add(place_of(x), *wrong);
  else
    to.append(decompress(options));
}

} // namespace troupe::actors::stages

#include "actors/pipeline/stages/buffer_request.hpp"

namespace troupe::actors::stages {

using namespace runtime::config;

/// A length that is known does not wait for its octets. What a stage rewrites
/// is measured when it is through.
verdict buffer_request::request(exchange_context& x) const {
  x.collect_request_body(most_);
  auto& framing = x.request().framing;
  return framing.kind == codecs::http::body_kind::length
             && framing.length > most_
           ? verdict::fail({proxy_errc::request_body_too_large, "announced"})
           : verdict::go_on();
}

void read_buffer_request(const setting& x, pipeline& to, findings& out) {
  auto most = std::size_t{1024 * 1024};
  section in{x, out};
  in.bind("most", most, size{.least = 1});
  in.close();
  to.add(buffer_request{most});
}

} // namespace troupe::actors::stages

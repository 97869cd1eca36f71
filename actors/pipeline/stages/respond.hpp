#pragma once

#include "actors/http_service/messages.hpp"
#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

namespace troupe::actors::stages {

/// Answers every request with the same response, and forwards none.
class respond {
public:
  explicit respond(http_response x) : response_(std::move(x)) {
    // nop
  }

  verdict request(exchange_context&) const {
    return verdict::answer(response_);
  }

private:
  http_response response_;
};

/// respond: {status: 200, body: "text", type: text/plain}
void read_respond(const runtime::config::setting& x, pipeline& to,
                  runtime::config::findings& out);

} // namespace troupe::actors::stages

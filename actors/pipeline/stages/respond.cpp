#include "actors/pipeline/stages/respond.hpp"

namespace troupe::actors::stages {

using namespace runtime::config;

void read_respond(const setting& x, pipeline& to, findings& out) {
  auto response = http_response{};
  auto type = std::string{"text/plain"};
  section in{x, out};
  in.bind("status", response.status, whole_number{.least = 200, .most = 599});
  in.bind("body", response.body, text{});
  in.bind("type", type, text{.wanted = "a media type"});
  in.close();
  if (!response.body.empty())
    response.fields.emplace_back("Content-Type", type);
  to.add(respond{std::move(response)});
}

} // namespace troupe::actors::stages

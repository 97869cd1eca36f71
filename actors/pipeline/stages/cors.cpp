#include "actors/pipeline/stages/cors.hpp"

#include <chrono>

namespace troupe::actors::stages {

using namespace runtime::config;

verdict cors::request(exchange_context& x) const {
  auto fields = codecs::fields::map{};
  auto& head = x.request();
  auto decision = policy_->decide(head.method_text, head.fields, fields);
  if (decision.kind != cors_kind::preflight)
    return verdict::go_on();
  x.state<answered>().preflight = true;
  auto answer = http_response{.status = 204, .fields = {}, .body = {}};
  for (auto& field : fields)
    answer.fields.emplace_back(field.name, field.value);
  return verdict::answer(std::move(answer));
}

void cors::response(exchange_context& x) const {
  if (x.state<answered>().preflight)
    return;
  auto& head = x.request();
  policy_->decide(head.method_text, head.fields, x.response().fields);
}

void read_cors(const setting& x, pipeline& to, findings& out) {
  auto options = cors_options{};
  auto max_age = std::chrono::milliseconds{-1};
  section in{x, out};
  in.bind("origins", options.origins, text_list{});
  in.bind("methods", options.methods, text_list{});
  in.bind("headers", options.headers, text_list{});
  in.bind("exposed", options.exposed, text_list{});
  in.bind("credentials", options.credentials, boolean{});
  in.bind("private_network", options.private_network, boolean{});
  in.bind("max_age", max_age, duration{.may_be_off = true});
  in.close();
  if (max_age.count() >= 0)
    options.max_age = std::chrono::duration_cast<std::chrono::seconds>(max_age);
  if (auto wrong = problem_with(options))
    out.add(place_of(x), *wrong);
  else
    to.add(cors{options});
}

} // namespace troupe::actors::stages

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

namespace {

void read_words(section& in, std::string_view key, std::vector<std::string>& to,
                findings& out) {
  if (auto* some = in.find(key))
    for (auto& one : items_of(*some, "item", out))
      if (auto word = text{}(one, out))
        to.push_back(*std::move(word));
}

} // namespace

void read_cors(const setting& x, pipeline& to, findings& out) {
  auto options = cors_options{};
  auto max_age = std::chrono::milliseconds{-1};
  section in{x, out};
  read_words(in, "origins", options.origins, out);
  read_words(in, "methods", options.methods, out);
  read_words(in, "headers", options.headers, out);
  read_words(in, "exposed", options.exposed, out);
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

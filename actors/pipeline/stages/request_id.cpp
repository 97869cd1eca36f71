#include "actors/pipeline/stages/request_id.hpp"

#include "actors/pipeline/exchange_identity.hpp"

#include "codecs/base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace troupe::actors::stages {

using namespace runtime::config;

namespace {

/// Letters, digits and what ids of other makers have between them.
bool may_be_kept(std::string_view id) {
  return !id.empty() && id.size() <= request_id::most
         && std::ranges::all_of(id, [](char c) {
              return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                     || (c >= '0' && c <= '9')
                     || std::string_view{"-._~+/=:@"}.find(c)
                          != std::string_view::npos;
            });
}

} // namespace

void request_id::request(exchange_context& x) {
  auto& fields = x.request().fields;
  auto& id = x.state<exchange_identity>().request_id;
  auto* said = fields.find(options_.field);
  if (options_.accept && said && may_be_kept(said->value))
    id = said->value;
  else
    id = fmt::format("{:016x}{:016x}", random_.next(), random_.next());
  fields.set(options_.field, id);
}

void request_id::response(exchange_context& x) const {
  auto& id = x.state<exchange_identity>().request_id;
  if (!id.empty()) // else another stage has answered before
    x.response().fields.set(options_.field, id);
}

void read_request_id(const setting& x, pipeline& to, findings& out) {
  auto options = request_id_options{};
  section in{x, out};
  if (auto* field = in.find("field"))
    if (auto name = text{.wanted = "a field's name"}(*field, out)) {
      if (!codecs::is_token(*name))
        refuse(*field, "a field's name", out);
      options.field = *std::move(name);
    }
  in.bind("accept", options.accept, boolean{});
  in.close();
  to.add(request_id{std::move(options)});
}

} // namespace troupe::actors::stages

#include "actors/pipeline/stages/exchange_variables.hpp"

#include "actors/pipeline/exchange_identity.hpp"

namespace troupe::actors::stages {

namespace {

std::optional<std::string_view> value_of(const codecs::fields::map& fields,
                                         const variable& what) {
  auto* found = what.header_id == codecs::fields::name::other
                  ? fields.find(what.header)
                  : fields.find(what.header_id);
  if (!found)
    return std::nullopt;
  return found->value;
}

} // namespace

std::optional<std::string_view>
exchange_variables::find(const variable& what) const {
  using enum variable_kind;
  auto& head = x_.request();
  switch (what.kind) {
    case client_address: return x_.client().address;
    case request_method: return head.method_text;
    case request_scheme: return x_.client().scheme;
    case request_host: return head.authority;
    case request_target: return head.target.text;
    case request_path: return head.target.path;
    case request_query: return head.target.query;
    case request_id:
      if (auto& known = x_.state<exchange_identity>().request_id;
          !known.empty())
        return known;
      return value_of(head.fields,
                      {.kind = what.kind,
                       .header = "X-Request-ID",
                       .header_id = codecs::fields::name::x_request_id});
    case request_header: return value_of(head.fields, what);
    case upstream_address: return x_.backend();
    case response_status:
      scratch_ = std::to_string(x_.response().status);
      return scratch_;
    case response_header: return value_of(x_.response().fields, what);
    case client_port: break; // sessions keep the address only
  }
  return std::nullopt;
}

} // namespace troupe::actors::stages

#include "actors/pipeline/stages/access.hpp"

#include "runtime/net/address.hpp"

namespace troupe::actors::stages {

using namespace runtime::config;

verdict access::request(exchange_context& x) const {
  auto text = std::string{x.client().address};
  auto is_ipv6 = text.find(':') != text.npos && !text.starts_with("unix:");
  auto client
    = runtime::net::address::parse(text.starts_with("unix:") ? "unix:client"
                                   : is_ipv6 ? '[' + text + "]:0"
                                             : text + ":0");
  if (client && list_->decide(*client) == actors::access::allow)
    return verdict::go_on();
  return verdict::answer(403, "403 Forbidden\n");
}

void read_access(const setting& x, pipeline& to, findings& out) {
  auto list = access_list{};
  section in{x, out};
  if (auto* rules = in.require("rules"))
    for (auto& entry : items_of(*rules, "rule", out)) {
      section rule{entry, out};
      for (auto [word, what] : {std::pair{"allow", actors::access::allow},
                                std::pair{"deny", actors::access::deny}})
        if (auto* whom = rule.find(word))
          if (auto said = text{.wanted = "an address or a range"}(*whom, out))
            if (auto wrong = list.add(what, *said))
              out.add(place_of(*whom), *wrong);
      rule.close();
    }
  in.close();
  to.add(access{std::move(list)});
}

} // namespace troupe::actors::stages

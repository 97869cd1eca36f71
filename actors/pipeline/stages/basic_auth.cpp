#include "actors/pipeline/stages/basic_auth.hpp"

#include "actors/pipeline/exchange_identity.hpp"

#include "codecs/http/basic_credentials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace troupe::actors::stages {

using namespace runtime::config;
using codecs::fields::name;
using codecs::http::basic_credentials;
using codecs::http::parse_basic_credentials;

namespace {

/// Of an exchange, from its Authorization to the actor's word.
struct claim {
  std::string user;
  bool unproved = false;
};

struct guard_state {
  static inline const char* name = "basic-auth";
};

http_response refusal(const std::string& realm) {
  return {.status = 401,
          .fields
          = {{"Content-Type", "text/plain"},
             {"WWW-Authenticate", codecs::http::basic_challenge(realm)}},
          .body = "401 Unauthorized\n"};
}

/// Several fields are as bad as none: nobody knows which one others believe.
std::optional<basic_credentials>
credentials_of(const codecs::fields::map& fields) {
  auto* said = fields.find(name::authorization);
  if (!said || fields.repeated(name::authorization))
    return std::nullopt;
  return parse_basic_credentials(said->value);
}

stage_source_ptr make_guard(std::shared_ptr<password_store> passwords,
                            std::string realm) {
  return on_own_thread<guard_state>(
    [=](caf::stateful_actor<guard_state, stage_actor::base>*) {
      return stage_actor::behavior_type{
        [=](const examine& question) {
          passwords->refresh();
          auto said
            = parse_basic_credentials(question.fields.find("Authorization"));
          auto result = judgment{};
          if (!said || !passwords->verify(said->user, said->password)) {
            result.what = judgment::kind::answer;
            result.response = refusal(realm);
          }
          return result;
        },
      };
    });
}

} // namespace

void add_basic_auth(pipeline& to, std::shared_ptr<password_store> passwords,
                    basic_auth_options options) {
  to.request([=](exchange_context& x) {
    auto said = credentials_of(x.request().fields);
    if (!said)
      return verdict::answer(refusal(options.realm));
    auto& mine = x.state<claim>();
    mine.unproved = !passwords->knows(said->user, said->password)
                    || passwords->is_due(x.now());
    mine.user = std::move(said->user);
    return verdict::go_on();
  });
  to.ask(phase::request, "basic_auth", make_guard(passwords, options.realm),
         {.timeout = options.timeout, .credit = options.waiting},
         [](exchange_context& x) { return x.state<claim>().unproved; });
  to.request([=](exchange_context& x) {
    x.state<exchange_identity>().user = std::move(x.state<claim>().user);
    if (!options.forward)
      x.request().fields.erase(name::authorization);
  });
}

void read_basic_auth(const setting& x, pipeline& to, findings& out) {
  constexpr auto wanted = "visible ASCII and blanks";
  auto options = basic_auth_options{};
  auto file = std::string{};
  section in{x, out};
  auto* path = in.require("file");
  if (path)
    file = text{.wanted = "a file"}(*path, out).value_or("");
  if (auto* realm = in.find("realm"))
    if (auto said = text{.wanted = wanted}(*realm, out)) {
      if (!std::ranges::all_of(*said,
                               [](char c) { return c >= 0x20 && c < 0x7f; }))
        refuse(*realm, wanted, out);
      options.realm = *std::move(said);
    }
  in.bind("forward", options.forward, boolean{});
  in.bind("timeout", options.timeout, duration{});
  in.bind("waiting", options.waiting,
          whole_number{.least = 1, .most = 1'000'000});
  in.close();
  if (file.empty())
    return;
  auto passwords = password_store::open(std::move(file));
  if (!passwords)
    out.add(place_of(*path), passwords.error());
  else
    add_basic_auth(to, *std::move(passwords), std::move(options));
}

} // namespace troupe::actors::stages

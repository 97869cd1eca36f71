#include "actors/pipeline/stages/split.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/base/sip_hash.hpp"
#include "codecs/http/cookie.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace troupe::actors::stages {

using namespace runtime::config;

namespace {

/// The same in every process: nodes behind one balancer agree on a client.
constexpr codecs::sip_key fixed{0x74726f7570650001, 0x73706c6974000002};

constexpr std::size_t digits = 16;

/// The number in the cookie of that name, if it is one of ours.
std::optional<std::uint64_t> number_in(const codecs::fields::map& fields,
                                       std::string_view cookie) {
  auto text = codecs::http::find_cookie(fields, cookie);
  if (!text || text->size() != digits)
    return std::nullopt;
  auto number = std::uint64_t{0};
  auto* end = text->data() + text->size();
  auto [at, error] = std::from_chars(text->data(), end, number, 16);
  if (error != std::errc{} || at != end)
    return std::nullopt;
  return number;
}

} // namespace

split::split(split_options options) {
  auto shares = options.shares;
  shared_ = std::make_shared<const shared>(
    shared{std::move(options), traffic_split{std::move(shares)}});
}

void split::request(exchange_context& x) {
  x.upstream(shared_->split.pick(number_for(x)));
}

std::uint64_t split::number_for(exchange_context& x) {
  using enum split_options::key_kind;
  auto& options = shared_->options;
  auto hash = [](std::string_view key) { return codecs::sip_hash(fixed, key); };
  switch (options.key) {
    case none: break;
    case client: return hash(x.client().address);
    case field:
      if (auto* found = x.request().fields.find(options.field))
        return hash(found->value);
      break;
    case cookie:
      if (auto number = number_in(x.request().fields, options.cookie))
        return *number;
      return x.state<drawn>().number.emplace(random_.next());
  }
  return random_.next();
}

void split::response(exchange_context& x) const {
  auto& options = shared_->options;
  if (options.key != split_options::key_kind::cookie)
    return;
  auto& number = x.state<drawn>().number;
  if (!number)
    return;
  auto text = fmt::format("{}={:016x}; Path=/; HttpOnly; SameSite=Lax",
                          options.cookie, *number);
  if (options.max_age.count() > 0)
    text += fmt::format("; Max-Age={}", options.max_age.count());
  if (x.client().scheme == "https")
    text += "; Secure";
  x.response().fields.append("Set-Cookie", text);
}

void read_split(const setting& x, pipeline& to, findings& out) {
  using enum split_options::key_kind;
  auto options = split_options{};
  auto sum = 0.0;
  section in{x, out};
  if (auto* shares = in.require("to")) {
    if (shares->value->what != node::kind::map)
      refuse(*shares, "a map from upstreams to weights", out);
    else
      for (auto& one : shares->value->settings)
        if (auto weight = whole_number{.most = 1'000'000}(one, out)) {
          options.shares.push_back({one.key, static_cast<double>(*weight)});
          sum += options.shares.back().weight;
        }
    if (sum <= 0 && shares->value->what == node::kind::map)
      out.add(place_of(*shares), "'to' should have a weight above 0");
  }
  constexpr std::string_view wanted = "request, cookie, client or a field";
  if (auto* key = in.find("by"))
    if (auto word = text{.wanted = wanted}(*key, out)) {
      options.key = *word == "request"  ? none
                    : *word == "cookie" ? cookie
                    : *word == "client" ? client
                                        : field;
      options.field = *word;
      if (!codecs::is_token(*word))
        refuse(*key, wanted, out);
    }
  if (auto* named = in.find("cookie"))
    if (auto said = text{.wanted = "a cookie's name"}(*named, out)) {
      if (!codecs::is_token(*said))
        refuse(*named, "a cookie's name", out);
      options.cookie = *std::move(said);
    }
  auto age = std::chrono::milliseconds{0};
  in.bind("max_age", age, duration{});
  options.max_age = std::chrono::duration_cast<std::chrono::seconds>(age);
  in.close();
  if (sum <= 0)
    return;
  for (auto& share : options.shares)
    to.names_upstream(share.name);
  to.add(split{std::move(options)});
}

} // namespace troupe::actors::stages

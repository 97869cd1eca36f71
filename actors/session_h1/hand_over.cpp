// A connection that turns out to speak HTTP/2: by what comes first (RFC 9113
// section 3.3), or because its first request asks for that (RFC 7540
// section 3.2).

#include "actors/session_h1/session_h1.hpp"
#include "actors/session_h2/session_h2.hpp"

#include "codecs/base/base64.hpp"
#include "codecs/fields/list.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::fields::name;
namespace http = codecs::http;

constexpr auto preface = std::string_view{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"};

/// Six octets for each setting (RFC 9113 section 6.5.1).
bool are_settings(std::string_view text) {
  auto octets = codecs::from_base64(text, codecs::base64_alphabet::url);
  return octets && octets->size() % 6 == 0;
}

bool asks_for_h2(const codecs::http1::request_head& head) {
  auto& fields = head.fields;
  return head.wants_upgrade && head.framing.kind == http::body_kind::none
         && codecs::fields::has_element(fields, name::upgrade, "h2c")
         && codecs::fields::has_element(fields, name::connection,
                                        "http2-settings")
         && fields.count(name::http2_settings) == 1
         && are_settings(fields.get(name::http2_settings));
}

} // namespace

/// True if these octets, the first, are not for us, or too few to tell.
bool session_h1::turns_to_h2(codecs::octets input) {
  auto& st = state;
  auto text = codecs::as_text(input);
  auto n = std::min(text.size(), preface.size());
  if (text.substr(0, n) != preface.substr(0, n))
    return false;
  if (n == preface.size()) {
    hand_over(input, nullptr);
  } else {
    st.inbox.append(input);
    st.starved = true;
  }
  return true;
}

bool session_h1::upgrades_to_h2(codecs::http1::request_head& head,
                                std::string_view text) {
  if (!state.may_be_h2 || !asks_for_h2(head))
    return false;
  auto request = h2_upgrade{.settings = head.fields.get(name::http2_settings),
                            .head = &head,
                            .text = text};
  hand_over({}, &request);
  return true;
}

void session_h1::hand_over(codecs::octets early, const h2_upgrade* request) {
  auto& st = state;
  st.end = ending::moved_on;
  st.home->guests.reserve(0); // we have left when we have quit
  start_session_h2(*st.home,
                   {.socket = std::move(st.socket),
                    .client = std::move(st.address),
                    .early = codecs::as_text(early),
                    .memory = std::move(st.memory)},
                   request);
}

} // namespace troupe::actors

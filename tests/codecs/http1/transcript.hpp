#pragma once

#include "tests/support/cut_wire.hpp"

#include "codecs/http1/request_decoder.hpp"
#include "codecs/http1/response_decoder.hpp"

#include <string>

namespace troupe::codecs::http1 {

// What a decoder made of a wire, as a line that a test can spell out:
//
//   POST /x chunked; hello; end {Digest: 1}; GET / none; end; bad_method
//
// Flags follow the framing: close, expect, upgrade, trailers. At the end: the
// name of an error, or "more" in the middle of a message.

inline std::string text_of(const fields::map& all) {
  std::string text;
  for (auto& x : all)
    text.append(" {").append(x.name).append(": ").append(x.value).append("}");
  return text;
}

inline std::string text_of(const http::framing& x) {
  switch (x.kind) {
    case http::body_kind::none: return " none";
    case http::body_kind::length: return " length " + std::to_string(x.length);
    case http::body_kind::chunked: return " chunked";
    case http::body_kind::until_close: return " until_close";
  }
  return " ?";
}

inline std::string text_of(const request_head& x) {
  auto text = std::string{x.method_text} + ' ' + std::string{x.target.text}
              + text_of(x.framing);
  text += x.keep_alive ? "" : " close";
  text += x.expect_continue ? " expect" : "";
  text += x.wants_upgrade ? " upgrade" : "";
  text += x.accepts_trailers ? " trailers" : "";
  return text;
}

inline std::string text_of(const response_head& x) {
  auto text = std::to_string(x.status) + ' ' + std::string{x.reason}
              + text_of(x.framing);
  return text + (x.keep_alive ? "" : " close");
}

struct transcript {
  std::string text;         ///< as above
  std::string fields;       ///< of all heads, to compare two transcripts
  std::size_t messages = 0; ///< complete ones

  bool operator==(const transcript&) const = default;
};

/// Takes the notes while events come in.
class scribe {
public:
  void begin(std::string_view what) {
    if (!notes_.text.empty())
      notes_.text += "; ";
    notes_.text += what;
    in_body_ = false;
  }

  template <class Head>
  test::fed note(const result<step, errc>& fed, const Head& head,
                 const fields::map& trailers) {
    using then = test::fed::then;
    if (!fed) {
      begin(to_string(fed.error()));
      return {0, then::stop};
    }
    auto what = then::again;
    if (std::holds_alternative<need_more>(fed->event)) {
      what = then::wait;
    } else if (std::holds_alternative<head_end>(fed->event)) {
      begin(text_of(head));
      notes_.fields += text_of(head.fields) + '\n';
    } else if (auto* slice = std::get_if<body_slice>(&fed->event)) {
      if (!in_body_)
        begin({});
      in_body_ = true;
      notes_.text += as_text(slice->bytes);
    } else {
      begin("end" + text_of(trailers));
      ++notes_.messages;
    }
    return {fed->consumed, what};
  }

  transcript notes() const { return notes_; }

private:
  transcript notes_;
  bool in_body_ = false;
};

inline transcript read_requests(std::string_view wire,
                                const test::cutting& cuts,
                                const limits& bounds = {}) {
  request_decoder uut{bounds};
  request_head head;
  fields::map trailers;
  scribe scribe;
  auto stopped = false;
  test::deliver(wire, cuts, [&](octets input) {
    auto fed = uut.feed(input, head, trailers);
    auto noted = scribe.note(fed, head, trailers);
    stopped = noted.what == test::fed::then::stop;
    if (fed && std::holds_alternative<message_end>(fed->event))
      uut.begin();
    return noted;
  });
  if (!stopped && uut.in_message())
    scribe.begin("more");
  return scribe.notes();
}

/// One response, with its interim ones; then the origin closes.
inline transcript read_response(std::string_view wire,
                                const test::cutting& cuts,
                                http::method asked = http::method::get,
                                const limits& bounds = {}) {
  response_decoder uut{bounds};
  response_head head;
  fields::map trailers;
  scribe scribe;
  auto stopped = false;
  uut.begin(asked);
  test::deliver(wire, cuts, [&](octets input) {
    auto fed = uut.feed(input, head, trailers);
    auto noted = scribe.note(fed, head, trailers);
    auto switched
      = fed && std::holds_alternative<head_end>(fed->event)
        && (head.status == 101
            || (asked == http::method::connect && head.status / 100 == 2));
    if (switched || (fed && std::holds_alternative<message_end>(fed->event)))
      noted.what = test::fed::then::stop;
    stopped = noted.what == test::fed::then::stop;
    return noted;
  });
  if (!stopped) {
    auto ended = uut.finish();
    scribe.begin(ended ? "end by close" : to_string(ended.error()));
  }
  return scribe.notes();
}

} // namespace troupe::codecs::http1

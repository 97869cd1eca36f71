#include "codecs/http1/head.hpp"

#include "codecs/base/rebase.hpp"

namespace troupe::codecs::http1 {

void request_head::clear() noexcept {
  method = http::method::other;
  method_text = {};
  target = {};
  version = http::version::http_1_1;
  fields.clear();
  authority = {};
  framing = {};
  keep_alive = false;
  expect_continue = false;
  wants_upgrade = false;
  accepts_trailers = false;
}

void request_head::rebase(std::string_view from, const char* to) noexcept {
  auto move = [&](std::string_view& x) { codecs::rebase(x, from, to); };
  move(method_text);
  move(target.text);
  move(target.scheme);
  move(target.authority);
  move(target.path);
  move(target.query);
  move(authority);
  fields.rebase(from, to);
}

void response_head::clear() noexcept {
  status = 0;
  reason = {};
  version = http::version::http_1_1;
  fields.clear();
  framing = {};
  keep_alive = false;
}

void response_head::rebase(std::string_view from, const char* to) noexcept {
  codecs::rebase(reason, from, to);
  fields.rebase(from, to);
}

} // namespace troupe::codecs::http1

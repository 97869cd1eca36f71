#include "codecs/http1/head.hpp"

#include "codecs/base/rebase.hpp"

#include <utility>

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

void request_head::swap(request_head& x) noexcept {
  std::swap(method, x.method);
  std::swap(method_text, x.method_text);
  std::swap(target, x.target);
  std::swap(version, x.version);
  fields.swap(x.fields);
  std::swap(authority, x.authority);
  std::swap(framing, x.framing);
  std::swap(keep_alive, x.keep_alive);
  std::swap(expect_continue, x.expect_continue);
  std::swap(wants_upgrade, x.wants_upgrade);
  std::swap(accepts_trailers, x.accepts_trailers);
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

void response_head::swap(response_head& x) noexcept {
  std::swap(status, x.status);
  std::swap(reason, x.reason);
  std::swap(version, x.version);
  fields.swap(x.fields);
  std::swap(framing, x.framing);
  std::swap(keep_alive, x.keep_alive);
}

void response_head::rebase(std::string_view from, const char* to) noexcept {
  codecs::rebase(reason, from, to);
  fields.rebase(from, to);
}

} // namespace troupe::codecs::http1

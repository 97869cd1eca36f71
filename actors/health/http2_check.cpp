#include "actors/health/http2_check.hpp"

#include "codecs/http/method.hpp"
#include "codecs/http1/head.hpp"

#include <fmt/format.h>

#include <utility>

namespace troupe::actors {

namespace {

namespace http2 = codecs::http2;

/// Small, for what is looked at is read at once.
constexpr auto protocol
  = http2::options{.window = 65535,
                   .connection_window = 65535,
                   .max_head = 48 * 1024,
                   .resets = {.burst = 10, .per_second = 1},
                   .idle_frames = {.burst = 100, .per_second = 10}};

/// Octets that wait to be sent.
constexpr std::size_t enough = 16 * 1024;

check_verdict failed_by(std::string_view frame, http2::errc code) {
  return check_failed(fmt::format("{}, {}", frame, to_string(code)));
}

check_verdict failed_as_malformed(std::string_view why) {
  return check_failed(fmt::format("its response is not HTTP/2: {}", why));
}

} // namespace

http2_check::http2_check(const http_check_options& options,
                         std::string_view name, std::string_view scheme)
  : options_(&options), judge_(options),
    codec_(protocol, static_cast<http2::client_events&>(*this)) {
  ask(name, scheme);
}

void http2_check::ask(std::string_view name, std::string_view scheme) {
  auto head = codecs::http1::request_head{};
  head.method = codecs::http::find_method(options_->method);
  head.method_text = options_->method;
  head.target.text = options_->path;
  if (!names_itself(*options_))
    head.fields.append("user-agent", check_user_agent);
  for (auto& field : options_->fields)
    head.fields.append(field.name, field.value);
  auto authority = options_->host.empty() ? name : options_->host;
  stream_ = codec_.send_request(
    head, {.scheme = scheme, .authority = authority}, true);
}

void http2_check::pull(std::string& to) {
  codec_.pull(unsent_, enough);
  to.append(std::exchange(unsent_, {}));
}

std::optional<check_verdict>
http2_check::feed(codecs::octets arrived, runtime::time::steady_point now) {
  heard_ += arrived.size();
  codec_.feed(arrived, now);
  codec_.pull(unsent_, enough); // what is refused is told then
  if (auto why = codec_.problem(); !why.empty())
    conclude(failed_as_malformed(why));
  // What frames a body, or comes before the last head, is bounded as well.
  if (heard_ > protocol.max_head + 2 * options_->max_body)
    conclude(check_failed(
      fmt::format("no end of its response after {} octets", heard_)));
  return verdict_;
}

check_verdict http2_check::finish() {
  if (farewell_)
    return failed_by("GOAWAY", *farewell_);
  if (!greeted_)
    return check_failed("closed without settings of HTTP/2");
  if (!answered_)
    return check_failed("closed without a response");
  return check_failed("closed in the middle of its response");
}

std::string_view http2_check::missing() const noexcept {
  return greeted_ ? "no whole response" : "no settings of HTTP/2";
}

void http2_check::take_leave(std::string& to) {
  codec_.reset(stream_, http2::errc::cancel);
  pull(to); // behind GOAWAY there is nothing
  codec_.terminate(http2::errc::no_error);
  pull(to);
}

void http2_check::conclude(std::optional<check_verdict> x) {
  if (!verdict_)
    verdict_ = std::move(x);
}

// -- what the backend has said ------------------------------------------------

void http2_check::on_response(stream_id, codecs::http1::response_head& head) {
  answered_ = true;
  conclude(judge_.note_status(head.status));
}

void http2_check::on_body(stream_id id, codecs::octets piece) {
  if (!verdict_)
    conclude(judge_.note_body(piece));
  codec_.consumed(id, piece.size());
}

void http2_check::on_end(stream_id, codecs::fields::map&) {
  if (!verdict_)
    conclude(judge_.note_end());
}

void http2_check::on_closed(stream_id, const http2::closure& how) {
  conclude(how.by_peer ? failed_by("RST_STREAM", how.why)
                       : failed_as_malformed(to_string(how.why)));
}

/// Its answer to what it has taken may still come.
void http2_check::on_goaway(stream_id last, http2::errc why) {
  farewell_ = why;
  if (last < stream_)
    conclude(failed_by("GOAWAY", why));
}

} // namespace troupe::actors

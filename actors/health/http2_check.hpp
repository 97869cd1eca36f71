#pragma once

#include "actors/health/http_check.hpp"
#include "actors/health/options.hpp"
#include "actors/health/response_judge.hpp"

#include "codecs/http2/client.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// In HTTP/2, on the first stream of a connection. What it keeps and what it
/// reads are bounded: a head, so much of the body as is looked at, and frames
/// that carry nothing.
class http2_check final : public http_check,
                          private codecs::http2::client_events {
public:
  /// Borrowed: the options outlive it. `name` is the authority where they have
  /// none, `scheme` http or https.
  http2_check(const http_check_options& options, std::string_view name,
              std::string_view scheme);

  void pull(std::string& to) override;
  std::optional<check_verdict> feed(codecs::octets arrived,
                                    runtime::time::steady_point now) override;
  check_verdict finish() override;
  std::string_view missing() const noexcept override;
  void take_leave(std::string& to) override;

private:
  using stream_id = codecs::http2::stream_id;

  void ask(std::string_view name, std::string_view scheme);
  /// The first one stands.
  void conclude(std::optional<check_verdict> x);

  void on_interim(stream_id, codecs::http1::response_head&) override {
    // nop: the final one counts
  }
  void on_response(stream_id, codecs::http1::response_head& head) override;
  void on_settings() override { greeted_ = true; }
  void on_body(stream_id id, codecs::octets piece) override;
  void on_end(stream_id, codecs::fields::map&) override;
  void on_closed(stream_id, const codecs::http2::closure& how) override;
  void on_room(stream_id) override {
    // nop: our request has no body
  }
  void on_goaway(stream_id last, codecs::http2::errc why) override;
  void on_pong() override {
    // nop: nobody has asked
  }

  const http_check_options* options_;
  response_judge judge_;
  codecs::http2::client codec_;
  stream_id stream_ = 0;
  std::string unsent_;    // by the codec, until pull()
  std::size_t heard_ = 0; // octets in all
  bool greeted_ = false;  // the backend has told its settings
  bool answered_ = false; // the final head is here
  std::optional<codecs::http2::errc> farewell_; // the backend's
  std::optional<check_verdict> verdict_;
};

} // namespace troupe::actors

#pragma once

#include "codecs/http1/head.hpp"
#include "codecs/http2/connection.hpp"
#include "codecs/http2/priority.hpp"

#include <string_view>

namespace troupe::codecs::http2 {

class server_events : public events {
public:
  /// A request, which may be taken out (swap). Its body, if framing says that
  /// there is one, and on_end() follow. `protocol` is that of an extended
  /// CONNECT (RFC 8441), or empty. Borrowed.
  virtual void on_request(stream_id id, http1::request_head& head,
                          std::string_view protocol)
    = 0;
  /// A request whose head is beyond options::max_head, and is dropped: 431, or
  /// a reset.
  virtual void on_oversized(stream_id id) = 0;

protected:
  ~server_events() = default;
};

/// A server's side of an HTTP/2 connection: expects the client's preface first
/// (RFC 9113 section 3.4). What of a request is malformed is answered with
/// RST_STREAM and told nobody.
class server final : public connection {
public:
  /// `to` lives as long.
  server(const options& wish, server_events& to);

  /// Begins to end: the client shall open no more streams (GOAWAY with the
  /// highest id there is). Those on their way are still taken, until
  /// refuse_streams() a round trip later.
  void drain();

  /// The client has asked for HTTP/2 in HTTP/1.1 with that HTTP2-Settings, and
  /// was answered with 101 (RFC 7540 section 3.2): its request, which has no
  /// body, becomes stream 1, and events tell of it. False: the settings are
  /// none. To be called before anything is fed.
  bool upgrade(std::string_view settings, http1::request_head& head);

  /// What the client wishes for that response; the codec heeds it by itself as
  /// far as bodies wait in it.
  priority priority_of(stream_id id) const noexcept;

  /// 1xx, but never 101 (RFC 9113 section 8.6).
  void send_interim(stream_id id, const http1::response_head& head);
  /// The final head; a body may follow unless it `ends`. What belongs to one
  /// hop of HTTP/1 is left out.
  void send_head(stream_id id, const http1::response_head& head, bool ends);

private:
  void on_head(stream_id id, bool ends) override;

  server_events& to_;
  http1::request_head head_;
};

} // namespace troupe::codecs::http2

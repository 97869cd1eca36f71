#pragma once

#include "codecs/http1/head.hpp"
#include "codecs/http1/request_outline.hpp"
#include "codecs/http2/connection.hpp"

#include <string_view>

namespace troupe::codecs::http2 {

class client_events : public events {
public:
  /// 1xx. Borrowed.
  virtual void on_interim(stream_id id, http1::response_head& head) = 0;
  /// The final head, which may be taken out (swap). Its body, if framing says
  /// that there is one, and on_end() follow.
  virtual void on_response(stream_id id, http1::response_head& head) = 0;
  /// The server has told its settings, the first or others: there may be more
  /// free_streams() than before, or fewer.
  virtual void on_settings() = 0;

protected:
  ~client_events() = default;
};

/// A client's side of an HTTP/2 connection. Speaks first: pull() has the
/// preface before anything was fed.
class client final : public connection {
public:
  /// `to` lives as long.
  client(const options& wish, client_events& to);

  /// How many more requests the server takes now.
  std::size_t free_streams() const noexcept;
  /// Does it take an extended CONNECT (RFC 8441)? Known with its settings.
  bool extended_connect() const noexcept;

  struct target {
    std::string_view scheme; ///< "https"
    std::string_view authority;
    std::string_view protocol = {}; ///< of an extended CONNECT
  };

  /// Opens a stream for a request; a body may follow unless it `ends`. 0: there
  /// is no room, or the connection comes to its end.
  stream_id send_request(const http1::request_head& head, const target& where,
                         bool ends);
  /// The same for one of HTTP/1.1 whose text is outlined. Borrowed: the text.
  stream_id send_request(const http1::request_outline& head,
                         std::string_view text, std::string_view scheme,
                         bool ends);

private:
  template <class Write>
  stream_id open(http::method asked, bool ends, Write&& write);
  void on_head(stream_id id, bool ends) override;
  void on_settings() override { to_.on_settings(); }

  client_events& to_;
  http1::response_head head_;
};

} // namespace troupe::codecs::http2

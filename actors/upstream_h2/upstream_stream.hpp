#pragma once

#include "actors/pool/upstream_connection.hpp"

#include "codecs/fields/map.hpp"
#include "codecs/http1/request_decoder.hpp"
#include "codecs/http1/request_outline.hpp"
#include "codecs/http2/client.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace troupe::actors {

class upstream_h2;

/// One exchange's part of a connection that others use, too. Takes a request as
/// HTTP/1.1 frames it and sends it as HTTP/2 does; keeps what has come of the
/// response until its exchange reads it, and no more than its window.
class upstream_stream final : public upstream_connection {
public:
  using stream_id = codecs::http2::stream_id;

  explicit upstream_stream(upstream_h2& owner);
  ~upstream_stream();

  // -- for its exchange

  connection_shelf& home() noexcept override { return *shelf_; }
  void begin(codecs::http::method asked) override;
  void outline(const codecs::http1::request_outline& head) override {
    outline_ = &head;
  }
  bool is_shared() const noexcept override { return true; }

  bool may_write() const noexcept override;
  using upstream_connection::write;
  io_outcome write(std::span<const iovec> parts, bool more = false) override;
  void shut_write() noexcept override;
  bool settled() const noexcept override { return true; }

  bool may_read() const noexcept override;
  io_outcome read(std::span<std::byte> into) noexcept override;
  codecs::result<codecs::http1::step, codecs::http1::errc>
  feed(codecs::octets input, codecs::http1::response_head& head,
       codecs::fields::map& trailers) override;
  codecs::result<codecs::http1::event, codecs::http1::errc> finish() override;
  failure meaning_of(int error) const override;
  bool reusable() noexcept override { return false; }
  void abort() noexcept override;

  runtime::net::stream* bare() noexcept override { return nullptr; }
  std::uint64_t movable() const noexcept override { return 0; }
  void moved(std::uint64_t) noexcept override {
    // nop: nothing is moved that way
  }

  // -- for its connection

  stream_id id() const noexcept { return id_; }
  /// When its request began to leave.
  runtime::time::steady_point asked() const noexcept { return asked_at_; }

  void take_interim(codecs::http1::response_head& head);
  void take_head(codecs::http1::response_head& head);
  void take_body(codecs::octets piece);
  void take_end(codecs::fields::map& trailers);
  void take_room() noexcept { news_.writable = true; }
  /// It is over, and the connection knows it no more.
  void take_end_of_stream(const codecs::http2::closure& how);
  /// It is over with its connection.
  void take_loss(failure why);

  /// Tells its exchange, if there is something to be told.
  void tell();

  bool is_listed = false; ///< there is something to be told

private:
  bool tunnels() const noexcept { return is_tunnel_ && head_read_; }
  bool send(codecs::octets input);
  bool send_outlined(const codecs::http1::request_outline& head,
                     std::string_view text);
  bool send_head(codecs::http1::request_head& head);
  bool note_opened(stream_id id);
  void ask_for_tunnel(codecs::http1::request_head& head);
  void answer_tunnel(codecs::http1::response_head& head) const;

  upstream_h2* owner_; ///< null: the stream is over
  std::shared_ptr<connection_shelf> shelf_;
  stream_id id_ = 0; ///< 0: not opened
  runtime::time::steady_point asked_at_;
  runtime::loop::readiness news_;

  // -- the request
  const codecs::http1::request_outline* outline_ = nullptr; ///< of what is next
  codecs::http1::request_decoder request_;
  std::string websocket_key_; ///< that we were to hand on
  bool is_tunnel_ = false;

  // -- the response, as far as nobody has read it
  std::vector<codecs::http1::response_head> interims_; ///< the next in front
  std::unique_ptr<codecs::http1::response_head> head_;
  std::string body_;
  std::string lent_;                              ///< what the last slice views
  std::unique_ptr<codecs::fields::map> trailers_; ///< if there are any
  bool has_end_ = false;
  bool head_read_ = false;
  bool end_read_ = false;
  std::optional<failure> why_; ///< it has come to an end before its end
};

} // namespace troupe::actors

#pragma once

#include "actors/pool/shelf_seat.hpp"
#include "actors/pool/upstream_connection.hpp"

#include "codecs/http1/response_decoder.hpp"

#include <cstddef>
#include <utility>

namespace troupe::actors {

/// A connection that serves one request after the other, in HTTP/1, or that
/// belongs to a tunnel. It lies idle on its shelf in between.
class upstream_h1 final : public upstream_connection,
                          private runtime::loop::io_handler {
public:
  upstream_h1(shelf_seat seat, runtime::net::stream socket,
              const codecs::http1::limits& limits);
  ~upstream_h1();

  /// If the stream is not watched yet.
  std::error_code watch(runtime::loop::event_loop& loop);

  /// Takes a place in another count, which it gives back when it is closed.
  void occupy(shared_place x) noexcept { seat_.occupy(std::move(x)); }

  connection_shelf& home() noexcept override { return seat_.shelf(); }
  void begin(codecs::http::method asked) override;
  bool is_shared() const noexcept override { return false; }

  bool may_write() const noexcept override { return stream.may_write(); }
  using upstream_connection::write;
  io_outcome write(std::span<const iovec> parts, bool more = false) override {
    return stream.write(parts, more);
  }
  void shut_write() noexcept override { stream.shut_write(); }
  bool settled() const noexcept override { return stream.settled(); }

  bool may_read() const noexcept override { return stream.may_read(); }
  io_outcome read(std::span<std::byte> into) noexcept override {
    return stream.read(into);
  }
  codecs::result<codecs::http1::step, codecs::http1::errc>
  feed(codecs::octets input, codecs::http1::response_head& head,
       codecs::fields::map& trailers) override {
    return decoder_.feed(input, head, trailers);
  }
  codecs::result<codecs::http1::event, codecs::http1::errc> finish() override {
    return decoder_.finish();
  }
  failure meaning_of(int error) const override;
  bool reusable() noexcept override;
  void abort() noexcept override { stream.abort(); }

  runtime::net::stream* bare() noexcept override { return &stream; }
  std::uint64_t movable() const noexcept override { return decoder_.movable(); }
  void moved(std::uint64_t n) noexcept override { decoder_.moved(n); }

  runtime::net::stream stream;
  std::size_t requests = 0; ///< that were sent on it
  runtime::time::steady_point idle_since;

private:
  void on_ready(runtime::loop::readiness what) override;

  shelf_seat seat_;
  codecs::http1::response_decoder decoder_;
};

} // namespace troupe::actors

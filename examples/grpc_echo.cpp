// Answers calls of gRPC with what they say: grpc_echo 127.0.0.1:50051
//
// Shows a server made of a codec, sockets and the loop: octets in, events out.
#include "runtime/buffer/byte_queue.hpp"
#include "runtime/log/log.hpp"
#include "runtime/net/listening_socket.hpp"
#include "runtime/net/stream.hpp"
#include "runtime/process/signals.hpp"

#include "codecs/http2/server.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

using namespace troupe;
using codecs::octets;
using runtime::net::io_state;
namespace http1 = codecs::http1;
namespace http2 = codecs::http2;

namespace {

// -- gRPC ---------------------------------------------------------------------

enum class grpc_status {
  ok = 0,
  resource_exhausted = 8,
  unimplemented = 12,
  internal = 13,
};

struct method {
  std::string_view path;
  bool takes_many; // messages; else one
  unsigned echoes; // of each; with none, it tells how many there were
};

constexpr auto methods = std::array{
  method{"/echo.Echo/Unary", false, 1},
  method{"/echo.Echo/ClientStream", true, 0},
  method{"/echo.Echo/ServerStream", false, 10},
  method{"/echo.Echo/Bidi", true, 1},
};

/// Before a message stand a flag, whether it is compressed, and its length.
constexpr auto prefix = std::size_t{5};
/// Octets of a message and its prefix: what servers of gRPC usually take.
constexpr auto longest = std::size_t{4 * 1024 * 1024};

/// Octets of the first message and its prefix, once that one is here.
std::optional<std::size_t> size_of_first(octets inbox) {
  if (inbox.size() < prefix)
    return std::nullopt;
  auto length = std::size_t{0};
  for (auto x : inbox.subspan(1, 4))
    length = length << 8 | std::to_integer<std::size_t>(x);
  return prefix + length;
}

std::string to_message(std::string_view text) {
  auto result = std::string{'\0'};
  for (auto shift : {24, 16, 8, 0})
    result += static_cast<char>(text.size() >> shift & 0xff);
  return result.append(text);
}

struct call {
  http2::stream_id id = 0;
  const method* asks = nullptr;
  runtime::buffer::byte_queue inbox; // messages that are not answered
  std::size_t owed = 0;              // of those octets, not yet consumed()
  std::size_t messages = 0;          // that were answered
  unsigned echoes = 0;               // of the next one
  bool is_whole = false;             // the client has said all
  bool has_begun = false;            // the head has left
  http1::response_head head;
  codecs::fields::map trailers;
};

/// One connection's calls. Knows no socket: feed() its codec, and pull().
class echo final : public http2::server_events {
public:
  // The windows of all streams fit into the connection's, twice, for that one
  // opens when half of it is used: a call that waits for its client stops no
  // other.
  http2::server codec{{.max_streams = 64,
                       .window = 64 * 1024,
                       .connection_window = 2 * 64 * 64 * 1024,
                       .extended_connect = false},
                      *this};

private:
  void on_request(http2::stream_id id, http1::request_head& head,
                  std::string_view) override {
    auto type = head.fields.get(codecs::fields::name::content_type);
    if (!type.starts_with("application/grpc"))
      return refuse(id, 415);
    auto& x = calls_[id];
    x.id = id;
    x.head.status = 200;
    x.head.fields.append("content-type", type);
    x.head.fields.append("grpc-accept-encoding", "identity");
    // Metadata, as gRPC's tests of interoperability want it.
    for (auto& field : head.fields)
      if (field.name == "x-grpc-test-echo-initial")
        x.head.fields.append(field.name, field.value);
      else if (field.name == "x-grpc-test-echo-trailing-bin")
        x.trailers.append(field.name, field.value);
    x.asks = std::ranges::find(methods, head.target.path, &method::path);
    if (x.asks == methods.end())
      end(x, grpc_status::unimplemented, "there is no such method");
  }

  void on_body(http2::stream_id id, octets piece) override {
    auto& x = calls_.at(id);
    x.inbox.append(piece);
    x.owed += piece.size();
    advance(x);
  }

  void on_end(http2::stream_id id, codecs::fields::map&) override {
    auto& x = calls_.at(id);
    x.is_whole = true;
    advance(x);
  }

  void on_room(http2::stream_id id) override {
    if (auto found = calls_.find(id); found != calls_.end())
      advance(found->second);
  }

  void on_closed(http2::stream_id id, const http2::closure& how) override {
    if (auto found = calls_.find(id); found != calls_.end()) {
      runtime::log::info("call_broken_off method={} why={}",
                         found->second.asks->path, to_string(how.why));
      calls_.erase(found);
    }
  }

  void on_oversized(http2::stream_id id) override { refuse(id, 431); }
  void on_goaway(http2::stream_id, http2::errc) override {} // open calls go on
  void on_pong() override {}                                // nobody has pinged

  void refuse(http2::stream_id id, codecs::http::status status) {
    codec.forgo(id);
    codec.send_head(id, {.status = status}, true);
  }

  /// Answers what is here, as far as the client takes answers. What waits is
  /// not consumed(), so that the client's window closes until on_room().
  void advance(call& x) {
    while (auto size = size_of_first(x.inbox.front())) {
      if (x.inbox.front()[0] != std::byte{0})
        return end(x, grpc_status::unimplemented, "compressed");
      if (*size > longest)
        return end(x, grpc_status::resource_exhausted, "too long");
      if (*size > x.inbox.size())
        break; // the rest is on its way
      for (; x.echoes < x.asks->echoes; ++x.echoes) {
        if (codec.congested(x.id))
          return;
        say(x, x.inbox.front().first(*size));
      }
      x.inbox.consume(*size);
      x.echoes = 0;
      ++x.messages;
    }
    codec.consumed(x.id, std::exchange(x.owed, 0));
    if (x.is_whole)
      conclude(x);
  }

  void conclude(call& x) {
    if (!x.inbox.empty())
      return end(x, grpc_status::internal, "the last message is cut");
    if (!x.asks->takes_many && x.messages != 1)
      return end(x, grpc_status::unimplemented, "one message is wanted");
    if (x.asks->echoes == 0)
      say(x, codecs::as_octets(to_message(std::to_string(x.messages))));
    end(x, grpc_status::ok, {});
  }

  void say(call& x, octets message) {
    if (!std::exchange(x.has_begun, true))
      codec.send_head(x.id, x.head, false);
    codec.send_body(x.id, message);
  }

  /// A response without messages is a head that has the trailers, too.
  void end(call& x, grpc_status status, std::string_view why) {
    x.trailers.append("grpc-status", std::to_string(static_cast<int>(status)));
    if (!why.empty())
      x.trailers.append("grpc-message", why);
    codec.forgo(x.id);
    if (x.has_begun) {
      codec.send_end(x.id, x.trailers);
    } else {
      x.head.fields.append_views(x.trailers);
      codec.send_head(x.id, x.head, true);
    }
    calls_.erase(x.id);
  }

  std::unordered_map<http2::stream_id, call> calls_;
};

// -- sockets ------------------------------------------------------------------

class house;

class guest final : runtime::loop::io_handler, runtime::loop::turn_end_handler {
public:
  guest(house& at, runtime::loop::event_loop& loop, runtime::net::fd socket)
    : house_(at), loop_(loop), socket_(std::move(socket)) {
    is_gone_ = static_cast<bool>(socket_.watch(loop_, *this));
    loop_.call_at_end(turn_end_);
  }

  void drain() {
    echo_.codec.refuse_streams();
    loop_.call_at_end(turn_end_);
  }

private:
  void on_ready(runtime::loop::readiness what) override {
    socket_.note(what);
    loop_.call_at_end(turn_end_);
  }

  void on_turn_end() override {
    auto has_read = receive();
    auto has_sent = send();
    if (is_gone_)
      leave();
    else if (has_read || has_sent)
      loop_.call_at_end(turn_end_); // goes on when others have had their turn
    else if (echo_.codec.finished() && outbox_.empty())
      socket_.shut_write(); // what it still says is read: no RST may overtake
  }

  /// While the client does not take what is for it, nothing more is read.
  bool receive() {
    if (is_gone_ || !outbox_.empty() || !socket_.may_read())
      return false;
    auto scratch = loop_.scratch();
    auto got = socket_.read(scratch);
    is_gone_ = got.state == io_state::ended || got.state == io_state::failed;
    if (got.state == io_state::done && !echo_.codec.finished())
      echo_.codec.feed(scratch.first(got.octets), loop_.now());
    return got.state == io_state::done;
  }

  bool send() {
    if (outbox_.empty())
      echo_.codec.pull(outbox_, 64 * 1024);
    if (is_gone_ || outbox_.empty() || !socket_.may_write())
      return false;
    auto sent = socket_.write(codecs::as_octets(outbox_));
    is_gone_ = sent.state == io_state::failed;
    outbox_.erase(0, sent.octets);
    return sent.state == io_state::done;
  }

  void leave();

  house& house_;
  runtime::loop::event_loop& loop_;
  runtime::loop::turn_end turn_end_{*this};
  runtime::net::stream socket_;
  std::string outbox_; // octets that the socket has not taken
  bool is_gone_ = false;
  echo echo_;
};

class house final : runtime::loop::io_handler {
public:
  house(runtime::loop::event_loop& loop, runtime::net::fd listener)
    : loop_(loop), listener_(std::move(listener)),
      place_(*loop_.watch(listener_.get(), *this)) {
    // nop
  }

  /// Takes no more calls; the loop stops when those that are here have ended.
  void drain() {
    place_.reset();
    listener_.reset();
    for (auto& x : guests_)
      x.second->drain();
    go_on();
  }

  void lose(guest& x) {
    guests_.erase(&x);
    go_on(); // somebody may have waited for a descriptor
  }

private:
  void on_ready(runtime::loop::readiness) override { go_on(); }

  void go_on() {
    while (listener_) {
      auto came = runtime::net::accept_from(listener_);
      if (!came)
        return;
      auto x = std::make_unique<guest>(*this, loop_, std::move(came->socket));
      guests_.emplace(x.get(), std::move(x));
    }
    if (guests_.empty())
      loop_.stop();
  }

  runtime::loop::event_loop& loop_;
  runtime::net::fd listener_;
  runtime::loop::registration place_;
  std::unordered_map<guest*, std::unique_ptr<guest>> guests_;
};

void guest::leave() {
  house_.lose(*this);
}

int serve(runtime::net::fd listener) {
  auto status = 0;
  auto loop = runtime::loop::event_loop{};
  auto all = house{loop, std::move(listener)};
  auto signals
    = runtime::process::signals{loop, {SIGTERM, SIGINT}, [&](int number) {
                                  if (number == SIGTERM)
                                    return all.drain();
                                  status = 128 + number;
                                  loop.stop();
                                }};
  loop.run();
  return status;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: grpc_echo LISTEN\n";
    return 2;
  }
  auto listen = runtime::net::address::parse(argv[1]);
  if (!listen) {
    std::cerr << listen.error() << '\n';
    return 2;
  }
  auto listener = runtime::net::listen_on({.address = *listen});
  if (!listener) {
    std::cerr << listener.error() << '\n';
    return 1;
  }
  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  runtime::log::info("listening address={}",
                     to_string(runtime::net::local_address(*listener)));
  auto status = serve(*std::move(listener)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}

#include "codecs/tls/client_hello.hpp"

#include <algorithm>
#include <string_view>

namespace troupe::codecs::tls {

namespace {

constexpr std::size_t record_head = 5;
constexpr std::size_t message_head = 4;
constexpr std::size_t max_record = 1 << 14;
constexpr std::size_t handshake = 22;
constexpr char hello = 1;
constexpr std::size_t server_name = 0;
constexpr std::size_t protocols = 16;

/// Takes vectors apart, whose lengths stand before them. What is not there is
/// empty, and sound() says so.
class reader {
public:
  explicit reader(octets x) noexcept : left_(x) {}

  bool sound() const noexcept { return sound_; }
  bool done() const noexcept { return left_.empty(); }

  std::size_t number(std::size_t octets_of_it) noexcept {
    auto result = std::size_t{0};
    for (auto x : take(octets_of_it))
      result = result << 8 | std::to_integer<std::size_t>(x);
    return result;
  }

  octets take(std::size_t n) noexcept {
    sound_ = sound_ && n <= left_.size();
    if (!sound_)
      return left_ = {};
    auto result = left_.first(n);
    left_ = left_.subspan(n);
    return result;
  }

  octets vector(std::size_t octets_of_length) noexcept {
    return take(number(octets_of_length));
  }

private:
  octets left_;
  bool sound_ = true;
};

bool is_name(std::string_view x) {
  return !x.empty() && x.size() <= 255
         && std::all_of(x.begin(), x.end(),
                        [](char c) { return c > ' ' && c < '\x7f'; });
}

/// RFC 6066 section 3: one name of a kind, and there is one kind.
bool read_name(octets from, client_hello& to) {
  auto in = reader{from};
  auto list = reader{in.vector(2)};
  while (!list.done()) {
    auto kind = list.number(1);
    auto name = as_text(list.vector(2));
    if (!list.sound() || (kind == 0 && !is_name(name)))
      return false;
    if (kind == 0 && to.server_name.empty())
      to.server_name = name;
  }
  return in.sound() && in.done() && list.sound();
}

bool read_protocols(octets from, client_hello& to) {
  auto in = reader{from};
  auto list = reader{in.vector(2)};
  while (!list.done()) {
    auto name = as_text(list.vector(1));
    if (!list.sound() || name.empty())
      return false;
    to.protocols.emplace_back(name);
  }
  return in.sound() && in.done();
}

bool read_extensions(octets from, client_hello& to) {
  auto in = reader{from};
  while (!in.done()) {
    auto kind = in.number(2);
    auto value = in.vector(2);
    if (!in.sound() || (kind == server_name && !read_name(value, to))
        || (kind == protocols && !read_protocols(value, to)))
      return false;
  }
  return true;
}

result<std::optional<client_hello>, hello_errc> read_message(octets body) {
  auto in = reader{body};
  in.take(2 + 32); // the version, and what is random
  in.vector(1);    // the session
  in.vector(2);    // ciphers
  in.vector(1);    // compressions
  auto result = client_hello{};
  auto extensions = in.done() ? octets{} : in.vector(2);
  if (!in.sound() || !in.done() || !read_extensions(extensions, result))
    return hello_errc::malformed;
  return std::optional{std::move(result)};
}

/// The length that a message says at its beginning, if that is there.
std::optional<std::size_t> size_of(std::string_view message) {
  if (message.size() < message_head)
    return std::nullopt;
  auto in = reader{as_octets(message)};
  in.number(1);
  return in.number(3);
}

bool is_whole(std::string_view message) {
  auto size = size_of(message);
  return size && message.size() >= message_head + *size;
}

/// Of a record, as far as it is there; it cannot be one, if nothing.
bool may_begin_record(octets x) {
  constexpr auto any_version = std::size_t{3};
  auto in = reader{x};
  return in.number(1) == handshake
         && (x.size() < 2 || in.number(1) == any_version);
}

} // namespace

result<std::optional<client_hello>, hello_errc>
parse_client_hello(octets input, const hello_limits& limits) {
  auto message = std::string{}; // without the records around it
  while (!input.empty() && !is_whole(message)) {
    if (!may_begin_record(input))
      return hello_errc::not_tls;
    if (input.size() < record_head)
      break;
    auto in = reader{input.subspan(record_head - 2)};
    auto size = in.number(2);
    if (size == 0 || size > max_record)
      return hello_errc::malformed;
    auto here = std::min(size, input.size() - record_head);
    message.append(as_text(input.subspan(record_head, here)));
    input = input.subspan(record_head + here);
    if (!message.empty() && message.front() != hello)
      return hello_errc::not_tls;
    if (auto all = size_of(message); all && *all > limits.octets)
      return hello_errc::too_large;
  }
  if (!is_whole(message))
    return std::optional<client_hello>{};
  return read_message(
    as_octets(message).subspan(message_head, *size_of(message)));
}

} // namespace troupe::codecs::tls

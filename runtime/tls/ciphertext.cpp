#include "runtime/tls/ciphertext.hpp"

#include <openssl/bio.h>

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

namespace troupe::runtime::tls {

namespace {

/// What OpenSSL has written in the present call. One for a thread, for it is
/// empty between two calls.
std::vector<std::byte>& outgoing() {
  thread_local auto octets = std::vector<std::byte>{};
  return octets;
}

/// More than that is given back when it is sent: a usual write has less.
constexpr std::size_t kept = 80 * 1024;

/// Octets that may wait: of a write, and of what TLS itself has to say.
constexpr std::size_t max_unsent = 256 * 1024;

} // namespace

thread_local constinit ciphertext::loan* ciphertext::loan::present_ = nullptr;

/// What OpenSSL calls.
struct ciphertext_bio {
  static ciphertext::loan& lent() { return *ciphertext::loan::present_; }

  static int read(BIO* x, char* into, int n) {
    auto room = std::span{reinterpret_cast<std::byte*>(into),
                          static_cast<std::size_t>(std::max(n, 0))};
    BIO_clear_retry_flags(x);
    auto got = lent().text_.read(lent().wire_, room);
    if (got < 0)
      BIO_set_retry_read(x);
    return got;
  }

  static int write(BIO* x, const char* from, int n) {
    BIO_clear_retry_flags(x);
    auto& out = outgoing();
    auto* octets = reinterpret_cast<const std::byte*>(from);
    out.insert(out.end(), octets, octets + std::max(n, 0));
    return n;
  }

  /// Says of no connection that it has ended (BIO_CTRL_EOF): OpenSSL would
  /// forget the session of a client that has left without a word, as many do.
  /// The channel knows it from ended().
  static long control(BIO*, int what, long, void*) {
    return what == BIO_CTRL_FLUSH ? 1 : 0;
  }

  static const BIO_METHOD* method() {
    static const auto* made = [] {
      auto* x = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK,
                             "troupe's wire");
      if (!x)
        throw std::bad_alloc{};
      BIO_meth_set_read(x, read);
      BIO_meth_set_write(x, write);
      BIO_meth_set_ctrl(x, control);
      return x;
    }();
    return made;
  }

  struct release {
    void operator()(BIO* x) const noexcept { BIO_free(x); }
  };

  static BIO* make() {
    auto* x = BIO_new(method());
    if (!x)
      throw std::bad_alloc{};
    BIO_set_init(x, 1);
    return x;
  }
};

BIO* ciphertext::share_bio() {
  thread_local auto bio
    = std::unique_ptr<BIO, ciphertext_bio::release>{ciphertext_bio::make()};
  BIO_up_ref(bio.get());
  return bio.get();
}

void ciphertext::put_early(codecs::octets x) {
  if (x.empty())
    return;
  if (!early_)
    early_ = std::make_unique<buffer::byte_queue>();
  early_->append(x);
}

/// As BIO_read has it: a count, 0 for the end, -1 for later.
int ciphertext::read(net::wire& from, std::span<std::byte> into) {
  if (early_) {
    auto n = std::min(early_->size(), into.size());
    std::ranges::copy(early_->front().first(n), into.begin());
    early_->consume(n);
    if (early_->empty())
      early_.reset();
    return static_cast<int>(n);
  }
  if (!from.may_read)
    return -1;
  auto got = from.read(into);
  switch (got.state) {
    case net::io_state::done: return static_cast<int>(got.octets);
    case net::io_state::would_block: return -1;
    case net::io_state::ended: break;
    case net::io_state::failed: error_ = got.error; break;
  }
  ended_ = true;
  return 0;
}

bool ciphertext::send(net::wire& to, bool more) {
  auto& out = outgoing();
  auto sound = true;
  if (!unsent_.empty()) {
    unsent_.append(out);
    out.clear();
    if (!to.may_write)
      return unsent_.size() <= max_unsent;
    auto put = to.write(unsent_.front(), more);
    unsent_.consume(put.octets);
    sound = put.state != net::io_state::failed;
  } else if (!out.empty()) {
    auto put = to.write(codecs::octets{out}, more);
    sound = put.state != net::io_state::failed;
    unsent_.append(codecs::octets{out}.subspan(put.octets));
    out.clear();
  }
  if (out.capacity() > kept)
    std::vector<std::byte>{}.swap(out);
  if (!sound)
    unsent_.clear();
  return sound;
}

} // namespace troupe::runtime::tls

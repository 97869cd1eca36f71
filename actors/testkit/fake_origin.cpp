#include "actors/testkit/fake_origin.hpp"

#include "actors/exchange/whole_response.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace troupe::testkit {

using actors::failure;
using actors::proxy_errc;
namespace http = codecs::http;
namespace http1 = codecs::http1;

namespace {

const auto name = std::make_shared<const std::string>("origin.test:80");

actors::http_request as_request(const http1::request_head& head,
                                std::string_view host, std::string_view client,
                                std::string body) {
  auto x = actors::http_request{.method = head.method,
                                .method_text = std::string{head.method_text},
                                .authority = std::string{host},
                                .path = std::string{head.target.path},
                                .query = std::string{head.target.query},
                                .fields = {},
                                .body = std::move(body),
                                .client = std::string{client}};
  for (auto& field : head.fields)
    x.fields.emplace_back(field.name, field.value);
  return x;
}

} // namespace

/// Does nothing within the calls that bring it something: all of it happens
/// when it is resumed.
class fake_origin_exchange final : public actors::exchange {
public:
  fake_origin_exchange(fake_origin& origin, actors::session_side& session,
                       const actors::client_info& client,
                       actors::attempt_watcher* watcher)
    : origin_(origin), session_(session), client_(client.address),
      watcher_(watcher) {
    session_.yield_exchange();
  }

  void on_body(codecs::octets piece) override {
    body_.append(codecs::as_text(piece));
  }
  void on_request_end(const codecs::fields::map&) override {
    request_done_ = true;
    session_.yield_exchange();
  }
  void push() override {
    // nop: nothing waits
  }
  bool wants_body() const override { return true; }
  runtime::net::stream* bare_socket(std::uint64_t) override { return nullptr; }

  void resume() override {
    while (!done_ && !head_)
      connect();
    if (!done_ && request_done_)
      answer();
  }
  void on_upstream(runtime::loop::readiness) override {
    // nop: there are no sockets
  }
  void abandon(const failure&) override { done_ = true; }

  bool done() const override { return done_; }
  void release() noexcept override { delete this; }
  std::optional<runtime::time::steady_point> deadline() const override {
    return std::nullopt;
  }
  void expire(runtime::time::steady_point) override {
    // nop
  }
  void report(actors::exchange_record&) const override {
    // nop
  }

private:
  void connect() {
    if (origin_.refusals > 0) {
      --origin_.refusals;
      fail({proxy_errc::connection_refused, "by the test"}, false);
      return;
    }
    auto agreed = watcher_->on_connected(name, false);
    if (agreed) {
      head_ = agreed->head;
      host_ = agreed->host.empty() ? head_->authority : agreed->host;
    } else {
      give_up(agreed.error());
    }
  }

  /// And is asked again, if a stage insists.
  void fail(failure why, bool connected) {
    head_ = nullptr;
    if (!watcher_->insists(why, connected))
      give_up(why);
    else
      session_.yield_exchange();
  }

  void give_up(const failure& why) {
    done_ = true;
    session_.answer(why);
  }

  void answer() {
    origin_.seen_ = as_request(*head_, host_, client_, body_);
    auto x = origin_.answer(*origin_.seen_);
    if (auto* why = std::get_if<failure>(&x))
      fail(std::move(*why), true);
    else
      send(std::get<actors::http_response>(x));
  }

  void send(const actors::http_response& x) {
    auto head = http1::response_head{};
    auto framing = actors::compose_head(x, head);
    auto text = std::string_view{x.body};
    if (framing.kind == http::body_kind::none
        || head_->method == http::method::head)
      text = {};
    auto at_once = origin_.piece == 0 ? text.size() : origin_.piece;
    session_.send_head(head, {}, framing, {});
    while (!done_ && !text.empty()) {
      session_.send_body(codecs::as_octets(text.substr(0, at_once)));
      text.remove_prefix(std::min(at_once, text.size()));
    }
    if (std::exchange(done_, true))
      return; // a stage has seen enough
    session_.send_end({});
    session_.flush();
  }

  fake_origin& origin_;
  actors::session_side& session_;
  std::string client_;
  actors::attempt_watcher* watcher_;
  const http1::request_head* head_ = nullptr; ///< of this attempt
  std::string_view host_;                     ///< that it gets
  std::string body_;
  bool request_done_ = false;
  bool done_ = false;
};

void fake_origin::begin(actors::exchange_ptr& place,
                        actors::session_side& session,
                        const http1::request_head&,
                        const actors::client_info& client,
                        actors::attempt_watcher* watcher) {
  place = actors::exchange_ptr{
    new fake_origin_exchange{*this, session, client, watcher}};
}

} // namespace troupe::testkit

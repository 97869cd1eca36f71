#include "actors/testkit/fake_session.hpp"

#include "actors/exchange/whole_response.hpp"

#include <utility>

namespace troupe::testkit {

void fake_session::attend(actors::exchange* x) {
  exchange_ = x;
  response_ = {};
  noted_ = {};
  yielded_ = false;
}

bool fake_session::take_yield() noexcept {
  return std::exchange(yielded_, false);
}

void fake_session::send_head(codecs::http1::response_head& head,
                             std::string_view, codecs::http::framing,
                             std::string_view) {
  response_.status = head.status;
  for (auto& x : head.fields)
    response_.fields.emplace_back(x.name, x.value);
}

void fake_session::send_body(codecs::octets piece) {
  response_.body.append(codecs::as_text(piece));
}

void fake_session::send_end(const codecs::fields::map& trailers) {
  for (auto& x : trailers)
    response_.trailers.emplace_back(x.name, x.value);
  response_.complete = true;
}

void fake_session::answer(const actors::failure& why) {
  noted_ = why;
  auto page = actors::error_page(why, actors::status_for(why.what));
  response_.status = page.status;
  response_.fields = std::move(page.fields);
  response_.body = std::move(page.body);
  response_.complete = true;
}

void fake_session::cut(const actors::failure& why) {
  noted_ = why;
  response_.cut = true;
}

void fake_session::switch_protocols(const codecs::http1::response_head& head,
                                    const actors::exchange_options&,
                                    actors::connection_ptr, codecs::octets) {
  response_.status = head.status;
  response_.complete = true;
}

void fake_session::enter_exchange(runtime::loop::readiness what) {
  if (exchange_)
    exchange_->on_upstream(what);
}

} // namespace troupe::testkit

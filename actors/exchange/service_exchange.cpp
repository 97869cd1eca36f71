#include "actors/exchange/service_exchange.hpp"

#include "actors/exchange/whole_response.hpp"

#include <utility>

namespace troupe::actors {

namespace http = codecs::http;
namespace http1 = codecs::http1;

void service_exchange::begin(const http1::request_head& head,
                             const http_service_actor& service,
                             std::string_view client) {
  service_ = &service;
  request_ = std::make_shared<http_request>();
  request_->method = head.method;
  request_->method_text = head.method_text;
  request_->authority = head.authority;
  request_->path = head.target.path;
  request_->query = head.target.query;
  request_->client = client;
  request_->fields.reserve(head.fields.size());
  for (auto& x : head.fields)
    request_->fields.emplace_back(x.name, x.value);
  if (head.framing.kind == http::body_kind::length
      && head.framing.length > max_body) {
    fail({proxy_errc::request_body_too_large, "announced"});
    return;
  }
  if (head.expect_continue && head.framing.kind != http::body_kind::none) {
    auto go_on = http1::response_head{};
    go_on.status = 100;
    session_.send_interim(go_on);
  }
}

void service_exchange::on_body(codecs::octets piece) {
  if (response_done_)
    return;
  if (request_->body.size() + piece.size() > max_body)
    fail({proxy_errc::request_body_too_large, "counted"});
  else
    request_->body.append(codecs::as_text(piece));
}

void service_exchange::on_request_end(const codecs::fields::map&) {
  request_done_ = true;
  if (response_done_)
    return;
  asked_ = loop_.now();
  session_.ask_service(*service_, serve{std::move(request_)});
}

void service_exchange::on_served(failure why, served x) {
  if (response_done_)
    return;
  if (why.what == proxy_errc::none && !x.response)
    why = {proxy_errc::service_failed, "no response"};
  if (why.what != proxy_errc::none) {
    fail(std::move(why));
    return;
  }
  auto& response = *x.response;
  if (!may_be_sent(response.fields)) {
    fail({proxy_errc::service_failed, "a line break in a field"});
    return;
  }
  auto head = http1::response_head{};
  auto framing = compose_head(response, head);
  response_done_ = true;
  session_.send_head(head, {}, framing, {});
  if (framing.kind != http::body_kind::none)
    session_.send_body(codecs::as_octets(response.body));
  session_.send_end({});
  session_.flush();
}

std::optional<runtime::time::steady_point> service_exchange::deadline() const {
  if (!request_done_ || response_done_)
    return std::nullopt;
  return asked_ + patience;
}

void service_exchange::expire(runtime::time::steady_point now) {
  if (auto due = deadline(); due && *due <= now)
    fail({proxy_errc::service_timeout, "no answer"});
}

void service_exchange::fail(failure why) {
  response_done_ = true;
  session_.answer(why);
}

} // namespace troupe::actors

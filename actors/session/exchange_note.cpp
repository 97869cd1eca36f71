#include "actors/session/exchange_note.hpp"

#include <chrono>

namespace troupe::actors {

void exchange_note::begin(runtime::time::steady_point since,
                          runtime::time::steady_point now,
                          runtime::time::wall_point wall) {
  since_ = since;
  begun_ = wall
           - std::chrono::duration_cast<runtime::time::wall_point::duration>(
             now - since);
}

void exchange_note::take_head(const codecs::http1::request_head& head,
                              loop_log& log) {
  using codecs::http::version;
  method_ = head.method_text;
  if (head.target.form == codecs::uri::target_form::absolute) {
    target_ = head.target.path;
    if (head.target.has_query)
      target_.append("?").append(head.target.query);
  } else {
    target_ = head.target.text;
  }
  authority_ = head.authority;
  protocol_ = head.version == version::http_1_0 ? "HTTP/1.0"
              : head.version == version::http_2 ? "HTTP/2.0"
                                                : "HTTP/1.1";
  fields_ = log.take_notes();
  if (fields_)
    fields_->take_request(log.wanted(), head.fields);
}

void exchange_note::take_response(const codecs::fields::map& fields,
                                  loop_log& log) {
  if (fields_)
    fields_->take_response(log.wanted(), fields);
}

void exchange_note::report(exchange_record& to,
                           runtime::time::steady_point now) const {
  to.begun = begun_;
  to.times.total
    = std::chrono::duration_cast<exchange_spans::microseconds>(now - since_);
  to.method = method_;
  to.target = target_;
  to.authority = authority_;
  to.protocol = protocol_;
  to.request_octets = request_octets;
  to.body_octets = body_octets;
  to.fields = fields_.get();
  if (error.what != proxy_errc::none) {
    to.end = error.what;
    to.because = error.because;
  }
}

void exchange_note::clear() noexcept {
  request_octets = body_octets = 0;
  error.what = proxy_errc::none;
  error.because.clear();
  method_.clear();
  target_.clear();
  authority_.clear();
  protocol_ = {};
  fields_.reset();
}

} // namespace troupe::actors

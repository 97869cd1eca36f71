#include "actors/exchange/file_exchange.hpp"

#include <fmt/format.h>

#include <span>
#include <utility>

namespace troupe::actors {

namespace http = codecs::http;
namespace http1 = codecs::http1;

void file_exchange::begin(const http1::request_head& head,
                          const files_here& files) {
  files_ = &files;
  if (head.framing.kind != http::body_kind::none)
    session_.forgo_body();
  auto request = std::make_shared<file_request>();
  request->options = files.options();
  request->now = loop_.wall().time_since_epoch();
  if (auto refused = read_file_request(head, *request); refused != 200) {
    answer_.emplace().plan = plan_status(refused);
    begin_response();
    return;
  }
  asked_ = loop_.now();
  ++away_;
  files.porter().open(errand_, std::move(request));
}

// -- what readers say ---------------------------------------------------------

void file_exchange::on_file(file_answer& x) {
  --away_;
  asked_ = loop_.now();
  answer_ = std::move(x);
  session_.enter_exchange({});
}

void file_exchange::on_piece(file_piece_ptr piece) {
  --away_;
  asked_ = loop_.now();
  ready_.push_back(std::move(piece));
  session_.enter_exchange({});
}

void file_exchange::on_lost(failure why) {
  --away_;
  lost_ = std::move(why);
  session_.enter_exchange({});
}

void file_exchange::on_upstream(runtime::loop::readiness) {
  if (done_)
    return;
  if (lost_.what != proxy_errc::none)
    fail(lost_);
  else if (!head_sent_)
    begin_response();
  else
    resume();
}

// -- the response -------------------------------------------------------------

void file_exchange::begin_response() {
  auto& answer = *answer_;
  if (answer.why.what != proxy_errc::none) {
    fail(answer.why);
    return;
  }
  reads_.emplace(answer.plan.parts);
  if (answer.first) {
    reads_->next(); // which it is
    ready_.push_back(std::move(answer.first));
  }
  send_head();
  resume();
}

void file_exchange::send_head() {
  auto& plan = answer_->plan;
  auto head = http1::response_head{};
  head.status = plan.status;
  for (auto& [name, value] : plan.fields)
    head.fields.append(name, value);
  auto framing = http::framing{};
  if (plan.status != 304) {
    head.fields.append("Content-Length", fmt::to_string(plan.length));
    framing = {.kind = http::body_kind::length, .length = plan.length};
  }
  head_sent_ = true;
  session_.send_head(head, {}, framing, {});
}

void file_exchange::resume() {
  if (!head_sent_ || done_)
    return;
  read_ahead();
  send_pieces();
}

/// Asks for as much as may be kept.
void file_exchange::read_ahead() {
  while (away_ + ready_.size() < max_pieces) {
    auto next = reads_->next();
    if (!next)
      return;
    if (spare_.empty())
      spare_.push_back(std::make_shared<file_piece>());
    auto piece = std::move(spare_.back());
    spare_.pop_back();
    piece->offset = next->offset;
    piece->size = next->size;
    if (away_ == 0)
      asked_ = loop_.now();
    ++away_;
    files_->porter().read(errand_, answer_->file, std::move(piece));
  }
}

void file_exchange::send_pieces() {
  auto& parts = answer_->plan.parts;
  while (!done_ && !session_.congested()) {
    if (part_ == parts.size()) {
      finish();
      return;
    }
    auto& part = parts[part_];
    if (!std::exchange(text_sent_, true))
      session_.send_body(codecs::as_octets(part.text));
    if (sent_ == part.size) {
      ++part_;
      sent_ = 0;
      text_sent_ = false;
      continue;
    }
    if (ready_.empty())
      break;
    auto piece = std::move(ready_.front());
    ready_.pop_front();
    if (piece->why.what != proxy_errc::none) {
      fail(piece->why);
      return;
    }
    session_.send_body(std::span{piece->octets}.first(piece->size));
    session_.flush(); // before it is used again
    sent_ += piece->size;
    spare_.push_back(std::move(piece));
    read_ahead();
  }
  session_.flush();
}

void file_exchange::finish() {
  session_.send_end({});
  session_.flush();
  done_ = true;
}

void file_exchange::fail(const failure& why) {
  errand_->drop();
  done_ = true;
  if (head_sent_)
    session_.cut(why);
  else
    session_.answer(why);
}

// -- deadlines ----------------------------------------------------------------

std::optional<runtime::time::steady_point> file_exchange::deadline() const {
  auto patience = files_->options()->timeout;
  if (away_ == 0 || done_ || patience.count() <= 0)
    return std::nullopt;
  return asked_ + patience;
}

void file_exchange::expire(runtime::time::steady_point now) {
  if (auto due = deadline(); due && *due <= now)
    fail({proxy_errc::service_timeout, "the disk does not answer"});
}

} // namespace troupe::actors

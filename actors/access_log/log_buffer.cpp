#include "actors/access_log/log_buffer.hpp"

#include <utility>

namespace troupe::actors {

log_buffer::log_buffer(std::size_t octets, std::size_t batches)
  : octets_(octets), unmade_(batches) {
  free_.reserve(batches);
  complete_.reserve(batches);
}

bool log_buffer::open() {
  if (open_)
    return true;
  if (!free_.empty()) {
    open_ = std::move(free_.back());
    free_.pop_back();
  } else if (unmade_ > 0) {
    open_ = std::make_shared<log_batch>();
    --unmade_;
  }
  line_begin_ = 0;
  return open_ != nullptr;
}

std::string* log_buffer::begin_line() {
  if (!open()) {
    ++dropped_;
    return nullptr;
  }
  open_->lines.resize(line_begin_);
  return &open_->lines;
}

bool log_buffer::end_line() {
  ++open_->count;
  line_begin_ = open_->lines.size();
  if (line_begin_ < octets_)
    return false;
  close();
  return true;
}

void log_buffer::close() {
  if (!filling())
    return;
  open_->lines.resize(line_begin_);
  complete_.push_back(std::move(open_));
}

log_batch_ptr log_buffer::take() {
  if (complete_.empty())
    return nullptr;
  auto oldest = std::move(complete_.front());
  complete_.erase(complete_.begin());
  ++away_;
  return oldest;
}

void log_buffer::give_back(log_batch_ptr x) noexcept {
  x->lines.clear();
  x->count = 0;
  --away_;
  free_.push_back(std::move(x));
}

void log_buffer::write_off() noexcept {
  unmade_ += std::exchange(away_, 0);
}

} // namespace troupe::actors

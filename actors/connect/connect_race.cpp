#include "actors/connect/connect_race.hpp"

#include "actors/pool/connect_failure.hpp"

#include "runtime/net/connect.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

void connect_race::attempt::on_ready(runtime::loop::readiness what) {
  if (!what.writable && !what.hung_up)
    return;
  settled = true;
  owner.on_ready(what); // who may destroy us
}

void connect_race::begin(std::vector<runtime::net::address> where) {
  left_ = std::move(where);
  if (left_.size() > most)
    left_.resize(most);
  std::ranges::reverse(left_);
  start_next();
}

/// The next address to which there can be a connection.
void connect_race::start_next() {
  while (!left_.empty()) {
    auto where = std::move(left_.back());
    left_.pop_back();
    ++attempts_;
    started_ = loop_.now();
    auto begun = runtime::net::begin_connect(where, {});
    if (!begun) {
      why_ = connect_failure(begun.error());
      continue;
    }
    auto connection = std::make_shared<upstream_h1>(
      shelf_seat{shelf_}, runtime::net::stream{std::move(begun->socket)},
      codecs::http1::limits{});
    connection->born = started_;
    if (auto error = connection->watch(loop_)) {
      why_ = connect_failure(error);
      continue;
    }
    auto& x = under_way_.emplace_back(owner_);
    connection->holder(&x);
    x.connection = std::move(connection);
    x.where = std::move(where);
    return;
  }
}

std::optional<connect_race::won> connect_race::progress() {
  for (auto i = under_way_.begin(); i != under_way_.end();) {
    if (!i->settled) {
      ++i;
      continue;
    }
    auto error = runtime::net::connect_result(i->connection->stream.socket());
    i->connection->holder(nullptr);
    if (!error) {
      auto result = won{std::move(i->connection), std::move(i->where)};
      under_way_.clear();
      left_.clear();
      return result;
    }
    why_ = connect_failure(error);
    i = under_way_.erase(i);
  }
  if (auto due = next(); due && (under_way_.empty() || *due <= loop_.now()))
    start_next();
  return std::nullopt;
}

std::optional<runtime::time::steady_point> connect_race::next() const noexcept {
  if (left_.empty())
    return std::nullopt;
  return started_ + pause_;
}

} // namespace troupe::actors

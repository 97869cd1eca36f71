#include "actors/pool/upstream_connection.hpp"

#include "actors/pool/connection_shelf.hpp"

#include <utility>

namespace troupe::actors {

upstream_connection::upstream_connection(std::shared_ptr<connection_shelf> home,
                                         runtime::net::stream socket,
                                         const codecs::http1::limits& limits)
  : stream(std::move(socket)), decoder(limits), home_(std::move(home)) {
  home_->opened();
}

upstream_connection::~upstream_connection() {
  stream.close();
  home_->closed();
}

std::error_code upstream_connection::watch(runtime::loop::event_loop& loop) {
  return stream.watch(loop, *this);
}

void upstream_connection::on_ready(runtime::loop::readiness what) {
  stream.note(what);
  if (holder_)
    holder_->on_ready(what);
  else if (what.readable || what.hung_up)
    home_->stirred(*this);
}

} // namespace troupe::actors

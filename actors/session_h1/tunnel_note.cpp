#include "actors/session_h1/tunnel_note.hpp"

#include <string_view>
#include <utility>

namespace troupe::actors {

tunnel_note::tunnel_note(loop_home& home, const exchange_record& so_far,
                         std::unique_ptr<exchange_note> note)
  : home_(home), record_(so_far), note_(std::move(note)) {
  auto keep = [](std::string_view& view, std::string& text) {
    text = view;
    view = text;
  };
  keep(record_.client, client_);
  keep(record_.user, user_);
  keep(record_.route, route_);
  keep(record_.upstream, upstream_);
  keep(record_.backend, backend_);
  keep(record_.request_id, request_id_);
  keep(record_.trace_id, trace_id_);
}

void tunnel_note::on_end(const tunnel_outcome& x) {
  record_.end = x.end;
  note_->report(record_, home_.tools.loop.now());
  record_.request_octets += x.up;
  record_.body_octets += x.down;
  home_.log->append(record_);
  home_.notes.put(std::move(note_));
}

} // namespace troupe::actors

#include "actors/session/current_exchange.hpp"

#include "actors/session/loop_home.hpp"

#include <utility>

namespace troupe::actors {

exchange_record current_exchange::record() const {
  auto x = exchange_record{.client = client,
                           .method = to_string(method),
                           .client_reused = client_reused,
                           .status = status};
  if (route)
    x.route = route->name;
  if (exchange)
    exchange->report(x);
  if (note)
    note->report(x, home->tools.loop.now());
  return x;
}

void current_exchange::open_note(runtime::time::steady_point since) {
  auto& loop = home->tools.loop;
  note = home->notes.take();
  note->begin(since, loop.now(), loop.wall());
}

void current_exchange::tell(const failure& why, codecs::http::status told) {
  if (note && note->error.what == proxy_errc::none)
    note->error = why;
  auto x = record();
  x.status = told;
  x.end = why.what;
  x.because = why.because;
  home->errors.note(x);
}

void current_exchange::close_note() {
  if (!note)
    return;
  home->log->append(record());
  home->notes.put(std::move(note));
}

} // namespace troupe::actors

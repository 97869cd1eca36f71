// What a session tells the logs: a line of the process's own for what went
// wrong, and a record of each exchange, once, if there is an access log.

#include "actors/session_h1/session_h1.hpp"

#include <utility>

namespace troupe::actors {

/// What is known at this moment.
exchange_record session_h1::record() const {
  auto& st = state;
  auto x = exchange_record{
    .client = st.client, .client_reused = st.requests > 1, .status = st.status};
  if (st.in_request || st.exchange)
    x.method = to_string(st.method);
  if (st.route)
    x.route = st.route->name;
  if (st.exchange)
    st.exchange->report(x);
  if (st.note)
    st.note->report(x, st.home->tools.loop.now());
  return x;
}

void session_h1::open_note() {
  auto& st = state;
  auto& loop = home().loop();
  st.note = st.home->notes.take();
  st.note->begin(st.since, loop.now(), loop.wall());
}

void session_h1::note(const failure& why) {
  note(why, state.head_sent ? state.status : status_for(why.what));
}

void session_h1::note(const failure& why, codecs::http::status status) {
  auto& st = state;
  if (st.note && st.note->error.what == proxy_errc::none)
    st.note->error = why;
  auto x = record();
  x.status = status;
  x.end = why.what;
  x.because = why.because;
  st.home->errors.note(x);
}

void session_h1::close_note() {
  auto& st = state;
  if (!st.note)
    return;
  st.home->log->append(record());
  st.home->notes.put(std::move(st.note));
}

/// Of the session. Nobody has told how the exchange ended: an exception has.
void session_h1::on_end() {
  auto& st = state;
  if (st.exchange && st.end == ending::none)
    note({proxy_errc::internal_error, "the session fell"});
  close_note();
}

session_h1_state::~session_h1_state() {
  owner->on_end();
}

} // namespace troupe::actors

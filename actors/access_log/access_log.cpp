#include "actors/access_log/access_log.hpp"

#include "runtime/log/log.hpp"

#include <cstddef>
#include <system_error>
#include <utility>

namespace troupe::actors {

namespace {

using self_ptr = access_log_actor::stateful_pointer<access_log_state>;

constexpr auto retry_interval = std::chrono::seconds{1};

void note_failure(access_log_state& st, const std::error_code& error) {
  st.in_trouble = true;
  const auto said = st.quota.ask(std::chrono::steady_clock::now());
  if (said.passes)
    runtime::log::error(
      "access_log_write_failed log={} because=\"{}\" suppressed={}",
      st.file->path(), error.message(), said.suppressed);
}

void note_success(access_log_state& st) {
  if (std::exchange(st.in_trouble, false))
    runtime::log::info("access_log_write_works_again log={}", st.file->path());
}

/// Writes what waits, in order, as far as the disk takes it.
void write_waiting(access_log_state& st) {
  while (!st.waiting.empty()) {
    auto& next = st.waiting.front();
    if (auto error = st.file->write(next.rest))
      return note_failure(st, error);
    next.promise.deliver(batch_returned{});
    st.waiting.pop_front();
    note_success(st);
  }
}

void write_or_wait(self_ptr self) {
  auto& st = self->state;
  write_waiting(st);
  if (!st.waiting.empty() && !std::exchange(st.retrying, true))
    self->delayed_send(self, retry_interval, write_retry_due{});
}

caf::result<batch_returned> take_lines(self_ptr self, const write_lines& x) {
  auto& waiting = self->state.waiting.emplace_back(
    waiting_lines{.batch = x.batch,
                  .rest = x.batch->lines,
                  .promise = self->make_response_promise<batch_returned>()});
  auto promise = waiting.promise;
  write_or_wait(self);
  return promise;
}

void give_up(access_log_state& st) {
  write_waiting(st);
  auto lost = std::size_t{0};
  for (auto& x : std::exchange(st.waiting, {})) {
    for (auto c : x.rest)
      lost += c == '\n';
    x.promise.deliver(batch_returned{});
  }
  if (lost > 0)
    runtime::log::error("access_log_lines_lost log={} count={}",
                        st.file->path(), lost);
}

/// The line in whose middle the old file ended begins anew.
void rewind_line(waiting_lines& x) {
  const auto& lines = x.batch->lines;
  const auto written = lines.size() - x.rest.size();
  const auto end = written == 0 ? lines.npos : lines.rfind('\n', written - 1);
  const auto begin = end == lines.npos ? 0 : end + 1;
  x.rest = std::string_view{lines}.substr(begin);
}

void reopen(self_ptr self) {
  auto& st = self->state;
  if (auto error = st.file->reopen()) {
    runtime::log::error("access_log_reopen_failed log={} because=\"{}\"",
                        st.file->path(), error.message());
    return;
  }
  if (!st.waiting.empty())
    rewind_line(st.waiting.front());
  write_or_wait(self);
}

} // namespace

access_log_actor::behavior_type access_log(self_ptr self,
                                           std::shared_ptr<log_file> file) {
  self->state.file = std::move(file);
  return {
    [self](const write_lines& x) { return take_lines(self, x); },
    [self](give_up_waiting) { give_up(self->state); },
    [self](reopen_log) { reopen(self); },
    [self](drain) {
      give_up(self->state);
      self->quit();
      return log_drained{};
    },
    [self](write_retry_due) {
      self->state.retrying = false;
      write_or_wait(self);
    },
  };
}

} // namespace troupe::actors

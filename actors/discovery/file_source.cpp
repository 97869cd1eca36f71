#include "actors/discovery/file_source.hpp"

#include "actors/discovery/backend_list.hpp"

#include "runtime/config/file.hpp"
#include "runtime/config/finding.hpp"
#include "runtime/log/log.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <utility>

namespace troupe::actors {

namespace {

using namespace std::chrono_literals;

/// Enough for max_listed_backends with long names.
constexpr std::size_t most_octets = 4 << 20;

/// Changes come in groups: a file that is made is also written and renamed.
/// And a busy directory costs no more than 20 looks a second.
constexpr auto after_change = 50ms;

/// Nobody tells of changes beyond a link, of another machine's to a network
/// file system, or of a directory that comes only now.
constexpr auto without_change = 30s;

std::string directory_of(const std::string& path) {
  auto parent = std::filesystem::path{path}.parent_path().string();
  return parent.empty() ? "." : parent;
}

} // namespace

file_source::file_source(caf::actor_config& cfg, file_source_options options,
                         discovery_subscriber_actor subscriber)
  : pinned(cfg) {
  state.options = std::move(options);
  state.subscriber = std::move(subscriber);
}

file_source::behavior_type file_source::make_behavior() {
  auto& st = state;
  st.self = caf::strong_actor_ptr{ctrl()};
  st.pause.emplace(static_cast<runtime::time::timer_handler&>(*this));
  st.watch.emplace(home().loop(), directory_of(st.options.path),
                   [this] { enter([this] { look_soon(); }); });
  set_down_handler([this](const caf::down_msg&) { quit(); });
  monitor(st.subscriber);
  look();
  return {
    [this](look_again) { look(); },
  };
}

void file_source::on_timer() {
  enter([this] { look(); });
}

void file_source::look_soon() {
  auto due = home().loop().now() + after_change;
  if (state.pause->due() > due)
    home().loop().arm(*state.pause, due);
}

void file_source::look() {
  follow(); // first: what changes while we read is heard
  read();
  home().loop().arm(*state.pause, home().loop().now() + without_change);
}

void file_source::follow() {
  auto problem = state.watch->follow();
  if (problem == std::exchange(state.deaf, problem))
    return;
  // That nothing is there, reading will say.
  if (problem && problem != std::errc::no_such_file_or_directory
      && problem != std::errc::not_a_directory)
    runtime::log::warning("file_not_watched file={} because=\"{}\"",
                          state.options.path, problem.message());
}

void file_source::read() {
  auto& st = state;
  auto text = runtime::config::read_regular_file(st.options.path, most_octets);
  if (!text)
    return failed(to_string(runtime::config::finding{
      .file = st.options.path, .message = text.error().why}));
  if (*text == st.text)
    return st.ledger.found_again();
  auto all = parse_backend_list(*text, st.options.path);
  if (!all)
    return failed(all.error());
  st.text = *std::move(text);
  if (st.ledger.found(*std::move(all)))
    send(st.subscriber, backends_found{st.ledger.known()});
}

void file_source::failed(std::string_view why) {
  if (state.ledger.failed(why))
    send(state.subscriber, discovery_failed{state.ledger.why()});
}

} // namespace troupe::actors

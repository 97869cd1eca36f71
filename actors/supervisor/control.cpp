#include "actors/supervisor/control.hpp"

#include "actors/upstream/upstream_keeper.hpp"

namespace troupe::actors {

control::control(caf::actor_system& system,
                 const std::map<std::string, upstream_options>& upstreams)
  : unit_(system, loop_) {
  ledgers_.reserve(upstreams.size());
  for (auto& [name, options] : upstreams)
    ledgers_.emplace_back(name, options, loop_.now());
}

control::~control() {
  stop_thread();
}

std::vector<upstream_view_ptr> control::views() {
  auto result = std::vector<upstream_view_ptr>{};
  for (auto& x : ledgers_)
    result.push_back(x.view());
  return result;
}

void control::start(supervisor_actor boss, publisher publish) {
  boss_ = std::move(boss);
  publish_ = std::move(publish);
  loop_.post([this] {
    keepers_.resize(ledgers_.size());
    for (std::size_t i = 0; i < keepers_.size(); ++i)
      unready_.insert(i);
    if (unready_.empty())
      ready_.set_value();
    for (std::size_t i = 0; i < keepers_.size(); ++i)
      spawn_keeper(i);
  });
}

void control::start_thread() {
  thread_ = std::thread{[this] { loop_.run(); }};
}

void control::stop_thread() {
  if (!thread_.joinable())
    return;
  loop_.stop();
  thread_.join();
}

void control::wait_for_backends(std::chrono::milliseconds patience) {
  ready_.get_future().wait_for(patience);
}

void control::note_ready(std::size_t upstream) {
  if (unready_.erase(upstream) > 0 && unready_.empty())
    ready_.set_value();
}

void control::spawn_keeper(std::size_t i) {
  auto publish
    = [this, i](upstream_view_ptr view) { publish_(i, std::move(view)); };
  keepers_[i] = spawn_pinned<upstream_keeper>(
    unit_, keeper_part{.ledger = &ledgers_[i],
                       .publish = std::move(publish),
                       .on_ready = [this, i] { note_ready(i); }});
  caf::anon_send(
    boss_, part_taken{{.role = part::role::keeper, .index = i},
                      caf::actor_cast<caf::strong_actor_ptr>(keepers_[i])});
}

void control::watch_certificates(
  std::vector<std::shared_ptr<certificate_user>> users) {
  loop_.post([this, users = std::move(users)] {
    if (boss_) // else the cast has gone
      certificates_.emplace(loop_, users);
  });
}

void control::replace(std::size_t upstream) {
  loop_.post([this, upstream] {
    if (upstream < keepers_.size()) // else the cast has gone
      spawn_keeper(upstream);
  });
}

void control::wind_up() {
  loop_.post([this] {
    for (auto& x : std::exchange(keepers_, {}))
      caf::anon_send(x, close_keeper{});
    certificates_.reset();
    boss_ = nullptr;
  });
}

} // namespace troupe::actors

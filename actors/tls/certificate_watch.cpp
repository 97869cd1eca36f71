#include "actors/tls/certificate_watch.hpp"

#include "runtime/log/log.hpp"

#include <chrono>
#include <filesystem>
#include <set>
#include <utility>

namespace troupe::actors {

namespace {

using namespace std::chrono_literals;

constexpr auto after_change = 200ms;
constexpr auto without_change = 60s;

std::set<std::string>
directories_of(const std::vector<std::shared_ptr<certificate_user>>& users) {
  auto result = std::set<std::string>{};
  for (auto& x : users)
    for (auto& file : x->files()) {
      auto above = std::filesystem::path{file}.parent_path().string();
      result.insert(above.empty() ? "." : above);
    }
  return result;
}

} // namespace

void reload_and_log(certificate_user& who, std::string& complaint) {
  auto changed = who.reload();
  if (changed && *changed) {
    for (auto& x : who.shown_facts())
      runtime::log::info("certificate_shown subject=\"{}\" fingerprint={}",
                         x.subject, x.fingerprint);
  } else if (!changed && changed.error() != complaint) {
    runtime::log::error("certificate_refused because=\"{}\"", changed.error());
  }
  complaint = changed ? std::string{} : changed.error();
}

certificate_watch::certificate_watch(
  runtime::loop::event_loop& loop,
  std::vector<std::shared_ptr<certificate_user>> users)
  : loop_(loop), users_(std::move(users)), complaints_(users_.size()) {
  for (auto& path : directories_of(users_))
    directories_.emplace_back(
      loop_, path, [this] { loop_.arm(timer_, loop_.now() + after_change); });
  follow();
}

void certificate_watch::on_timer() {
  follow(); // first: what changes while we read is heard
  for (std::size_t i = 0; i < users_.size(); ++i)
    reload_and_log(*users_[i], complaints_[i]);
}

void certificate_watch::follow() {
  for (auto& x : directories_)
    x.follow(); // what it cannot hear, the next minute tells
  loop_.arm(timer_, loop_.now() + without_change);
}

} // namespace troupe::actors

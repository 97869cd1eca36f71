#include "actors/access/password_store.hpp"

#include "runtime/log/log.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace troupe::actors {

codecs::result<std::shared_ptr<password_store>, std::string>
password_store::open(std::string path) {
  auto store
    = std::shared_ptr<password_store>{new password_store{std::move(path)}};
  store->seen_ = store->look();
  if (auto problem = store->read(); !problem.empty())
    return problem;
  return store;
}

std::shared_ptr<password_store::version> password_store::current() const {
  auto guard = std::lock_guard{mutex_};
  return current_;
}

bool password_store::knows(std::string_view user,
                           std::string_view password) const {
  return current()->cache.knows(user, password);
}

bool password_store::is_due(runtime::time::steady_point now) noexcept {
  using namespace std::chrono;
  auto at = duration_cast<milliseconds>(now.time_since_epoch()).count();
  auto due = due_.load(std::memory_order_relaxed);
  return at >= due
         && due_.compare_exchange_strong(due, at + 1000,
                                         std::memory_order_relaxed);
}

password_store::stamp password_store::look() const {
  auto error = std::error_code{};
  auto x = stamp{};
  x.time = std::filesystem::last_write_time(path_, error);
  x.size = std::filesystem::file_size(path_, error);
  return x;
}

void password_store::refresh() {
  auto now = look();
  if (now == seen_)
    return;
  seen_ = now;
  if (auto problem = read(); !problem.empty())
    runtime::log::error("passwords_kept file={} because=\"{}\"", path_,
                        problem);
  else
    runtime::log::info("passwords_read file={} users={}", path_,
                       current()->file.size());
}

std::string password_store::read() {
  auto in = std::ifstream{path_, std::ios::binary};
  auto text = std::string{std::istreambuf_iterator<char>{in}, {}};
  if (!in)
    return "cannot read " + path_;
  auto file = password_file::parse(text);
  if (!file)
    return path_ + ", " + file.error();
  auto next = std::make_shared<version>(*std::move(file));
  auto guard = std::lock_guard{mutex_};
  current_ = std::move(next);
  return {};
}

bool password_store::verify(std::string_view user, std::string_view password) {
  auto now = current();
  if (now->cache.knows(user, password))
    return true;
  if (!now->file.verify(user, password))
    return false;
  now->cache.remember(user, password);
  return true;
}

} // namespace troupe::actors

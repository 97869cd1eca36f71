#include "actors/supervisor/proxy.hpp"

#include "actors/base/sparing_scheduler.hpp"
#include "actors/cluster/messages.hpp"
#include "actors/supervisor/control.hpp"
#include "actors/supervisor/supervisor.hpp"
#include "actors/supervisor/worker.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/listening_socket.hpp"
#include "runtime/process/limits.hpp"
#include "runtime/process/signals.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/io/middleman.hpp>
#include <caf/send.hpp>

#include <fcntl.h>
#include <signal.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <system_error>
#include <utility>

namespace troupe::actors {

namespace {

using runtime::net::fd;

struct system_config : caf::actor_system_config {
  explicit system_config(bool with_nodes) {
    load<sparing_scheduler>();
    add_cluster_messages(*this);
    if (with_nodes)
      load<caf::io::middleman>();
    set("logger.verbosity", caf::atom("quiet"));
  }
};

fd listen(const listener_options& options) {
  auto made = runtime::net::listen_on(options.listen);
  if (!made)
    throw start_failed{made.error()};
  // Connections inherit from it, which saves setting them one by one.
  runtime::net::apply(*made, options.socket);
  return *std::move(made);
}

std::shared_ptr<log_file> open(const access_log_options& options) {
  auto made = log_file::open(options.path);
  if (!made)
    throw start_failed{made.error()};
  return std::make_shared<log_file>(*std::move(made));
}

std::shared_ptr<tls_front> open_front(const listener_options& listener) {
  if (!listener.tls)
    return nullptr;
  auto options = *listener.tls;
  auto& offered = options.server.protocol.protocols;
  if (listener.speaks.h2)
    offered.emplace_back("h2");
  if (listener.speaks.h1)
    offered.emplace_back("http/1.1");
  auto made = tls_front::make(options);
  if (!made)
    throw start_failed{made.error()};
  return *std::move(made);
}

std::shared_ptr<upstream_tls> make_tls(const upstream_tls_options& options) {
  auto made = upstream_tls::make(options);
  if (!made)
    throw start_failed{made.error()};
  return *std::move(made);
}

/// What connections are made with, and those of health checks; nullptr: they
/// are not encrypted.
std::shared_ptr<upstream_tls> encrypt(upstream_options& x) {
  if (x.health)
    x.health->speaks = x.pool.speaks;
  if (!x.tls)
    return nullptr;
  auto options = *x.tls;
  auto& offered = options.client.protocol.protocols;
  if (x.pool.speaks.h2)
    offered.emplace_back("h2");
  if (x.pool.speaks.h2 && x.pool.speaks.h1)
    offered.emplace_back("http/1.1");
  auto made = make_tls(options);
  x.pool.tls = made;
  if (x.health)
    x.health->tls = made;
  return made;
}

/// What cannot be served now is a mistake of the operator's.
void try_files(const static_files_options& options) {
  using runtime::files::directory;
  auto root = directory::open(options.root);
  auto why = std::error_code{};
  if (!root)
    why = root.error();
  else if (auto inside = root->open_entry({}, options.symlinks); !inside)
    why = inside.error();
  if (why)
    throw start_failed{options.root + ": " + why.message()};
}

fd duplicate(const fd& x) {
  auto copy = fd{::fcntl(x.get(), F_DUPFD_CLOEXEC, 0)};
  if (!copy)
    throw start_failed{std::generic_category().message(errno)};
  return copy;
}

/// A socket for each loop; only the first chooses the port, if it may.
std::vector<fd> listen_for_all(listener_options options, std::size_t loops) {
  auto all = std::vector<fd>{};
  if (auto taken = runtime::net::taken_by_others(options.listen))
    throw start_failed{*taken};
  all.push_back(listen(options));
  auto is_path
    = options.listen.address.kind() == runtime::net::address::family::unix_path;
  if (!is_path)
    options.listen.address = runtime::net::local_address(all.front());
  while (all.size() < loops)
    all.push_back(is_path || !options.listen.reuse_port ? duplicate(all.front())
                                                        : listen(options));
  return all;
}

} // namespace

struct proxy::cast {
  explicit cast(proxy_options x) : options(std::move(x)) {
    // nop
  }

  proxy_options options;
  std::vector<runtime::net::address> addresses;
  worker::fronts fronts; // of the listeners, in their order
  std::vector<std::shared_ptr<certificate_user>> certificate_users;
  system_config config{options.remote_stages};
  caf::actor_system system{config};
  std::atomic<std::size_t> connections{0};      // downstream, of all loops
  std::unique_ptr<actors::control> control;     // before the system goes
  std::vector<std::unique_ptr<worker>> workers; // likewise
  supervisor_actor boss;

  std::mutex mutex;
  std::condition_variable changed;
  proxy_outcome ending = proxy_outcome::still_running;

  void end(proxy_outcome how) {
    auto guard = std::lock_guard{mutex};
    ending = how;
    changed.notify_all();
  }
};

proxy::proxy(proxy_options options, std::function<void()> on_end)
  : cast_(std::make_unique<cast>(std::move(options))) {
  auto& x = *cast_;
  if (auto problems = problems_with(x.options); !problems.empty())
    throw start_failed{problems.front()};
  for (auto& warning : warnings_about(x.options))
    runtime::log::warning("start because=\"{}\"", warning);
  auto loops = x.options.loops;
  if (loops == 0)
    loops = runtime::process::usable_processors();

  for (auto& route : x.options.routes)
    if (route.files)
      try_files(*route.files);
  auto watched = std::vector<std::shared_ptr<certificate_user>>{};
  for (auto& [name, upstream] : x.options.upstreams)
    if (auto tls = encrypt(upstream)) {
      x.certificate_users.push_back(tls);
      watched.push_back(std::move(tls));
    }
  auto logs = std::vector<std::shared_ptr<log_file>>{};
  for (auto& log : x.options.access_logs)
    logs.push_back(open(log));

  auto sockets = std::vector<std::vector<fd>>(loops);
  for (auto& listener : x.options.listeners) {
    if (auto front = x.fronts.emplace_back(open_front(listener))) {
      x.certificate_users.push_back(front);
      if (front->options().watch)
        watched.push_back(std::move(front));
    }
    auto some = listen_for_all(listener, loops);
    auto bound = runtime::net::local_address(some.front());
    x.addresses.push_back(bound);
    for (std::size_t i = 0; i < loops; ++i)
      sockets[i].push_back(std::move(some[i]));
  }

  x.control = std::make_unique<control>(x.system, x.options.upstreams);
  auto borrowed = std::vector<worker*>{};
  for (std::size_t i = 0; i < loops; ++i) {
    x.workers.push_back(std::make_unique<worker>(x.system, x.options, x.fronts,
                                                 x.connections, i, loops));
    borrowed.push_back(x.workers.back().get());
  }
  auto ended = [&x, on_end = std::move(on_end)](proxy_outcome how) {
    if (on_end)
      on_end();
    x.end(how);
  };
  x.boss = x.system.spawn(supervisor,
                          supervisor_options{.drain = x.options.drain,
                                             .restarts = {},
                                             .on_end = std::move(ended),
                                             .control = x.control.get(),
                                             .logs = std::move(logs)},
                          std::move(borrowed));
  auto views = x.control->views();
  auto on_row = [&x](std::size_t upstream, backend_id backend) {
    x.control->tell(upstream, row_of_failures{backend});
  };
  for (std::size_t i = 0; i < loops; ++i)
    x.workers[i]->start(std::move(sockets[i]), x.boss, views, on_row);
  x.control->start(x.boss, [&x](std::size_t upstream, upstream_view_ptr view) {
    for (auto& worker : x.workers)
      worker->change_upstream(upstream, view);
  });
  x.control->watch_certificates(std::move(watched));
  x.control->start_thread();
  x.control->wait_for_backends(x.options.discovery_patience);
  for (auto& worker : x.workers)
    worker->start_thread();
}

proxy::~proxy() {
  stop();
  wait();
  cast_->boss = nullptr;
  // The loops turn until the last actor has gone: they live there.
  cast_->system.await_all_actors_done();
  for (auto& x : cast_->workers)
    x->stop_thread();
  cast_->control->stop_thread();
}

const std::vector<runtime::net::address>& proxy::addresses() const noexcept {
  return cast_->addresses;
}

bool proxy::change_stages(std::string_view route, const pipeline& stages) {
  auto found = false;
  auto& routes = cast_->options.routes;
  for (std::size_t i = 0; i < routes.size(); ++i) {
    if (routes[i].name != route)
      continue;
    found = true;
    for (auto& x : cast_->workers)
      x->change_stages(i, stages);
  }
  return found;
}

bool proxy::change_upstream(std::string_view upstream, change what) {
  auto& all = cast_->options.upstreams;
  auto found = all.find(std::string{upstream});
  if (found == all.end())
    return false;
  auto index = static_cast<std::size_t>(std::distance(all.begin(), found));
  std::visit([&](auto& x) { cast_->control->tell(index, std::move(x)); }, what);
  return true;
}

bool proxy::reload_certificates() {
  auto sound = true;
  for (auto& x : cast_->certificate_users) {
    auto complaint = std::string{};
    reload_and_log(*x, complaint);
    sound = sound && complaint.empty();
  }
  return sound;
}

const tls_front* proxy::front(std::size_t listener) const noexcept {
  return cast_->fronts[listener].get();
}

http2_figures proxy::http2() const {
  auto sum = http2_figures{};
  for (auto& x : cast_->workers)
    x->http2().add_to(sum);
  return sum;
}

http2_figures proxy::upstream_http2() const {
  auto sum = http2_figures{};
  for (auto& x : cast_->workers)
    x->upstream_http2().add_to(sum);
  return sum;
}

void proxy::reopen_logs() {
  caf::anon_send(cast_->boss, reopen_log{});
}

void proxy::drain() {
  caf::anon_send(cast_->boss, actors::drain{});
}

void proxy::stop() {
  caf::anon_send(cast_->boss, actors::stop{});
}

bool proxy::wait() {
  auto guard = std::unique_lock{cast_->mutex};
  cast_->changed.wait(
    guard, [this] { return cast_->ending != proxy_outcome::still_running; });
  return cast_->ending == proxy_outcome::ended;
}

bool proxy::wait_for(std::chrono::milliseconds patience) {
  auto guard = std::unique_lock{cast_->mutex};
  return cast_->changed.wait_for(guard, patience, [this] {
    return cast_->ending != proxy_outcome::still_running;
  });
}

int run(proxy_options options) {
  runtime::process::raise_descriptor_limit();
  auto control = runtime::loop::event_loop{};
  auto running = std::unique_ptr<proxy>{};
  auto status = 0;
  // Before there are other threads, which inherit what is blocked here.
  auto signals = runtime::process::signals{
    control, {SIGTERM, SIGINT, SIGUSR1, SIGHUP}, [&](int number) {
      if (number == SIGUSR1) {
        runtime::log::reopen();
        running->reopen_logs();
      } else if (number == SIGHUP) {
        running->reload_certificates();
      } else if (number == SIGTERM) {
        runtime::log::info("draining");
        running->drain();
      } else {
        status = 128 + number;
        running->stop();
      }
    }};
  try {
    running = std::make_unique<proxy>(std::move(options),
                                      [&control] { control.stop(); });
  } catch (const start_failed& e) {
    runtime::log::error("start_failed because=\"{}\"", e.what());
    return 1;
  }
  for (auto& x : running->addresses())
    runtime::log::info("listening address={}", to_string(x));
  control.run();
  if (!running->wait())
    status = 1;
  running.reset();
  runtime::log::info("ended status={}", status);
  return status;
}

} // namespace troupe::actors

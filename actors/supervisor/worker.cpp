#include "actors/supervisor/worker.hpp"

#include "actors/access_log/log_courier.hpp"
#include "actors/balancer/replica.hpp"
#include "actors/listener/listener.hpp"
#include "actors/static_files/file_porter.hpp"

#include <caf/send.hpp>

#include <signal.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace troupe::actors {

worker::worker(caf::actor_system& system, const proxy_options& options,
               const fronts& shown, std::atomic<std::size_t>& connections,
               std::size_t index, std::size_t loops)
  : options_(options), fronts_(shown), index_(index), loops_(loops),
    unit_(system, loop_), home_(unit_) {
  home_.guests.everywhere = &connections;
  if (auto& logs = options.access_logs; !logs.empty())
    home_.log = std::make_unique<loop_log>(loop_, logs);
  logs_.resize(options.access_logs.size());
  build_site();
}

worker::~worker() {
  stop_thread();
}

void worker::build_site() {
  auto& here = home_.here;
  here.session = options_.session;
  auto by_name = std::map<std::string, site::destination>{};
  for (auto& [name, from] : options_.upstreams) {
    auto to = std::make_unique<upstream_here>(name, from.exchange, from.balance,
                                              index_);
    by_name.emplace("u:" + name, to.get());
    here.upstreams.push_back(std::move(to));
  }
  for (auto& [name, maker] : options_.services) {
    auto service = std::make_unique<http_service_actor>();
    by_name.emplace("s:" + name, service.get());
    here.services.push_back(std::move(service));
  }
  auto destination_of = [&](const route_options& x) -> site::destination {
    if (x.files)
      return here.files.emplace_back(std::make_unique<files_here>(*x.files))
        .get();
    if (x.connect)
      return here.tunnels
        .emplace_back(
          std::make_unique<connect_here>(*x.connect, loop_, loops_, index_))
        .get();
    if (!x.service.empty())
      return by_name.at("s:" + x.service);
    if (!x.upstream.empty())
      return by_name.at("u:" + x.upstream);
    return std::monostate{};
  };
  for (auto& route : options_.routes) {
    auto& table = route.connect ? here.connects : here.routes;
    table.add(route.match, here.targets.size());
    here.targets.push_back(
      {.name = route.name, .target = destination_of(route), .stages = nullptr});
  }
}

void worker::start(std::vector<runtime::net::fd> sockets, supervisor_actor boss,
                   std::vector<upstream_view_ptr> views,
                   std::function<void(std::size_t, backend_id)> on_row) {
  sockets_ = std::move(sockets);
  listeners_.resize(sockets_.size());
  boss_ = std::move(boss);
  for (std::size_t i = 0; i < views.size(); ++i)
    home_.here.upstreams[i]->on_row
      = [i, on_row](backend_id backend) { on_row(i, backend); };
  loop_.post([this, views = std::move(views)] {
    auto service = home_.here.services.begin();
    for (auto& [name, maker] : options_.services)
      **service++ = maker(unit_);
    if (auto& files = home_.here.files; !files.empty())
      for (auto porter
           = spawn_pinned<file_porter>(unit_, file_porter_options{});
           auto& x : files)
        x->porter(porter);
    for (std::size_t i = 0; i < options_.routes.size(); ++i)
      set_stages(i, options_.routes[i].stages);
    views_ = views;
    balancers_.resize(home_.here.upstreams.size());
    for (std::size_t i = 0; i < balancers_.size(); ++i)
      spawn_balancer(i);
    for (std::size_t i = 0; i < sockets_.size(); ++i)
      spawn_listener(i);
  });
}

void worker::start_thread() {
  thread_ = std::thread{[this] {
    // A peer that is gone is an error of a write, not a signal (splice(2) has
    // no flag that says so).
    auto broken_pipe = sigset_t{};
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    loop_.run();
  }};
}

void worker::stop_thread() {
  if (!thread_.joinable())
    return;
  loop_.stop();
  thread_.join();
}

void worker::spawn_listener(std::size_t i) {
  auto& from = options_.listeners[i];
  listeners_[i] = spawn_pinned<listener>(
    unit_,
    listener_part{.socket = &sockets_[i],
                  .home = &home_,
                  .shared = !from.listen.reuse_port
                            || from.listen.address.kind()
                                 == runtime::net::address::family::unix_path,
                  .max_connections = options_.admission.max_connections,
                  .admits = &from.admits,
                  .proxies = from.proxies ? &*from.proxies : nullptr,
                  .speaks = from.speaks,
                  .front = fronts_[i].get(),
                  .on_stopped = [this, i] { on_listener_stopped(i); }});
  caf::anon_send(
    boss_,
    part_taken{{.worker = index_, .role = part::role::listener, .index = i},
               caf::actor_cast<caf::strong_actor_ptr>(listeners_[i])});
}

void worker::spawn_balancer(std::size_t i) {
  auto& from
    = std::next(options_.upstreams.begin(), static_cast<std::ptrdiff_t>(i))
        ->second;
  auto taken = [this, i](enum part::role role, backend_id backend,
                         const auto& actor) {
    caf::anon_send(
      boss_, part_taken{
               {.worker = index_, .role = role, .index = i, .backend = backend},
               caf::actor_cast<caf::strong_actor_ptr>(actor)});
  };
  auto share = share_of(from.pool, loops_, index_);
  share.http2_counts = &home_.upstream_http2;
  balancers_[i] = spawn_pinned<replica>(
    unit_,
    replica_part{.upstream = home_.here.upstreams[i].get(),
                 .pool = std::move(share),
                 .on_pool = [taken](backend_id who, const pool_actor& pool) {
                   taken(part::role::pool, who, pool);
                 }});
  taken(part::role::balancer, {}, balancers_[i]);
  caf::anon_send(balancers_[i], upstream_changed{views_[i]});
}

void worker::change_upstream(std::size_t upstream, upstream_view_ptr view) {
  loop_.post([this, upstream, view = std::move(view)] {
    if (!boss_) // the cast has gone
      return;
    views_[upstream] = view;
    caf::anon_send(balancers_[upstream], upstream_changed{view});
  });
}

void worker::spawn_courier(std::size_t i) {
  auto courier
    = spawn_pinned<log_courier>(unit_, *home_.log->outlets()[i], logs_[i]);
  caf::anon_send(
    boss_,
    part_taken{{.worker = index_, .role = part::role::log_courier, .index = i},
               caf::actor_cast<caf::strong_actor_ptr>(courier)});
}

void worker::use_log(std::size_t i, access_log_actor log) {
  loop_.post([this, i, log = std::move(log)] {
    if (!boss_) // the cast has gone
      return;
    logs_[i] = log;
    if (auto& courier = home_.log->outlets()[i]->courier)
      caf::anon_send(courier,
                     change_log{caf::actor_cast<caf::strong_actor_ptr>(log)});
    else
      spawn_courier(i);
  });
}

void worker::set_stages(std::size_t route, const pipeline& stages) {
  home_.here.targets[route].stages
    = stages.empty() ? nullptr
                     : std::make_shared<const pipeline_here>(stages, unit_);
}

void worker::change_stages(std::size_t route, pipeline stages) {
  loop_.post([this, route, stages = std::move(stages)] {
    if (boss_) // else the cast has gone
      set_stages(route, stages);
  });
}

void worker::replace(const part& x) {
  loop_.post([this, x] {
    if (x.role == part::role::pool)
      caf::anon_send(balancers_[x.index], replace_pool{x.backend});
    else if (x.role == part::role::balancer)
      spawn_balancer(x.index);
    else if (x.role == part::role::log_courier)
      spawn_courier(x.index);
    else if (draining_)
      on_listener_stopped(x.index);
    else
      spawn_listener(x.index);
  });
}

void worker::drain() {
  loop_.post([this] {
    draining_ = true;
    home_.guests.on_leave = [this] { tell_if_drained(); };
    for (auto& x : listeners_)
      caf::anon_send(x, stop_accepting{});
    if (listeners_.empty())
      on_listener_stopped(0);
  });
}

void worker::on_listener_stopped(std::size_t i) {
  if (i < sockets_.size()) {
    sockets_[i].reset();
    listeners_[i] = nullptr;
  }
  for (auto& x : sockets_)
    if (x)
      return;
  home_.guests.drain();
  tell_if_drained();
}

void worker::tell_if_drained() {
  if (home_.guests.draining() && home_.guests.size() == 0)
    caf::anon_send(boss_, loop_drained{index_});
}

void worker::wind_up() {
  loop_.post([this] {
    constexpr auto why = caf::exit_reason::user_shutdown;
    home_.guests.on_leave = nullptr;
    for (auto& x : listeners_)
      if (x)
        static_cast<listener*>(caf::actor_cast<caf::abstract_actor*>(x))
          ->stop();
    listeners_.clear();
    sockets_.clear();
    home_.guests.stop();
    for (auto& route : home_.here.targets)
      route.stages = nullptr; // which may still talk to upstreams
    for (auto& x : std::exchange(balancers_, {}))
      caf::anon_send(x, close_balancer{});
    if (auto& files = home_.here.files; !files.empty())
      caf::anon_send(files.front()->porter_actor(), close_files{});
    home_.here.files.clear();
    home_.here.tunnels.clear(); // what they ask is asked on this loop
    for (auto& service : home_.here.services) {
      caf::anon_send_exit(*service, why);
      *service = nullptr;
    }
    caf::anon_send(std::exchange(boss_, nullptr), loop_ended{index_});
  });
}

} // namespace troupe::actors

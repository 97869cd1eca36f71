#include "actors/pipeline/stage_actor.hpp"

#include "runtime/log/log.hpp"

#include <caf/actor_cast.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/io/middleman.hpp>
#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>

#include <mutex>
#include <set>

namespace troupe::actors {

/// Of a keeper to itself.
struct connect_again {};

} // namespace troupe::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::connect_again)

namespace troupe::actors {

namespace {

constexpr auto pause = std::chrono::seconds{1};

/// What the keeper of a connection tells the loops.
class published_actor {
public:
  stage_actor get() const {
    auto guard = std::lock_guard{mutex_};
    return actor_;
  }
  void set(stage_actor x) {
    auto guard = std::lock_guard{mutex_};
    actor_ = std::move(x);
  }

private:
  mutable std::mutex mutex_;
  stage_actor actor_;
};

struct keeper_state {
  static inline const char* name = "node-keeper";

  std::string host;
  std::uint16_t port = 0;
  std::shared_ptr<published_actor> known;
  bool told = false; ///< that there is no connection
};

using keeper_actor = caf::stateful_actor<keeper_state>;
using caf::connect_atom;

void lost(keeper_actor* self, std::string_view because) {
  auto& st = self->state;
  st.known->set(stage_actor{});
  if (!std::exchange(st.told, true))
    runtime::log::warning("node_lost host={} port={} because=\"{}\"", st.host,
                          st.port, because);
  self->delayed_send(self, pause, connect_again{});
}

void connect(keeper_actor* self) {
  auto& st = self->state;
  auto middleman = self->system().middleman().actor_handle();
  self->request(middleman, caf::infinite, connect_atom::value, st.host, st.port)
    .then(
      [self](const caf::node_id&, caf::strong_actor_ptr& there,
             const std::set<std::string>& speaks) {
        auto& system = self->system();
        auto asked = system.message_types<stage_actor>();
        if (!there || !system.assignable(speaks, asked)) {
          lost(self, "no stage actor is published there");
          return;
        }
        self->monitor(there);
        self->state.told = false;
        self->state.known->set(caf::actor_cast<stage_actor>(std::move(there)));
        runtime::log::info("node_found host={} port={}", self->state.host,
                           self->state.port);
      },
      [self](const caf::error& why) {
        lost(self, self->system().render(why));
      });
}

caf::behavior keeper(keeper_actor* self, std::string host, std::uint16_t port,
                     std::shared_ptr<published_actor> known) {
  auto& st = self->state;
  st.host = std::move(host);
  st.port = port;
  st.known = std::move(known);
  self->set_down_handler([self](const caf::down_msg& x) {
    lost(self, self->system().render(x.reason));
  });
  connect(self);
  return {
    [self](connect_again) { connect(self); },
  };
}

class node_source final : public stage_source {
public:
  node_source(std::string host, std::uint16_t port)
    : host_(std::move(host)), port_(port) {
    // nop
  }

  stage_actor take(loop_unit& home) override {
    auto guard = std::lock_guard{mutex_};
    if (!keeper_)
      keeper_ = home.system().spawn(keeper, host_, port_, known_);
    return known_->get();
  }

  bool makes() const noexcept override { return false; }

  void join() override {
    auto guard = std::lock_guard{mutex_};
    ++users_;
  }

  void give_back(const stage_actor&) override {
    auto guard = std::lock_guard{mutex_};
    if (--users_ > 0)
      return;
    if (keeper_)
      caf::anon_send_exit(keeper_, caf::exit_reason::user_shutdown);
    keeper_ = nullptr;
    known_->set(stage_actor{});
  }

private:
  std::string host_;
  std::uint16_t port_;
  std::shared_ptr<published_actor> known_ = std::make_shared<published_actor>();
  std::mutex mutex_;
  std::size_t users_ = 0;
  caf::actor keeper_;
};

} // namespace

stage_source_ptr on_node(std::string host, std::uint16_t port) {
  return std::make_shared<node_source>(std::move(host), port);
}

} // namespace troupe::actors

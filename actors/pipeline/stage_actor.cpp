#include "actors/pipeline/stage_actor.hpp"

#include <caf/actor_system.hpp>
#include <caf/send.hpp>

#include <mutex>

namespace troupe::actors {

namespace {

void end(const stage_actor& x) {
  caf::anon_send_exit(x, caf::exit_reason::user_shutdown);
}

class source_of_each final : public stage_source {
public:
  explicit source_of_each(std::function<stage_actor(loop_unit&)> make)
    : make_(std::move(make)) {
    // nop
  }

  stage_actor take(loop_unit& home) override { return make_(home); }
  void give_back(const stage_actor& x) override {
    if (x)
      end(x);
  }

private:
  std::function<stage_actor(loop_unit&)> make_;
};

/// Loops that find the actor dead agree on who takes its place.
class shared_source final : public stage_source {
public:
  explicit shared_source(std::function<stage_actor(caf::actor_system&)> make)
    : make_(std::move(make)) {
    // nop
  }

  stage_actor take(loop_unit& home) override {
    auto guard = std::lock_guard{mutex_};
    if (!actor_) {
      actor_ = make_(home.system());
      users_ = 0;
    }
    ++users_;
    return actor_;
  }

  void lost(const stage_actor& x) override {
    auto guard = std::lock_guard{mutex_};
    if (x == actor_) // else another loop was quicker
      actor_ = nullptr;
  }

  void give_back(const stage_actor& x) override {
    auto guard = std::lock_guard{mutex_};
    if (!x || x != actor_ || --users_ > 0)
      return;
    end(actor_);
    actor_ = nullptr;
  }

private:
  std::mutex mutex_;
  std::function<stage_actor(caf::actor_system&)> make_;
  stage_actor actor_;
  std::size_t users_ = 0; // of actor_
};

class provided_source final : public stage_source {
public:
  explicit provided_source(stage_actor x) : actor_(std::move(x)) {
    // nop
  }

  stage_actor take(loop_unit&) override { return actor_; }
  bool makes() const noexcept override { return false; }
  void give_back(const stage_actor&) override {
    // nop
  }

private:
  stage_actor actor_;
};

} // namespace

stage_source_ptr
one_for_each(std::function<stage_actor(loop_unit& home)> make) {
  return std::make_shared<source_of_each>(std::move(make));
}

stage_source_ptr
one_for_all(std::function<stage_actor(caf::actor_system& system)> make) {
  return std::make_shared<shared_source>(std::move(make));
}

stage_source_ptr provided(stage_actor x) {
  return std::make_shared<provided_source>(std::move(x));
}

} // namespace troupe::actors

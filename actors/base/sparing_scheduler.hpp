#pragma once

#include <caf/actor_system.hpp>
#include <caf/detail/thread_safe_actor_clock.hpp>
#include <caf/policy/work_sharing.hpp>
#include <caf/scheduler/coordinator.hpp>

#include <mutex>
#include <unordered_set>

namespace troupe::actors {

/// CAF's clock, minus what costs each dying actor a hop to the clock's thread:
/// timeouts are only cancelled for actors that have asked for some.
class sparing_clock final : public caf::detail::thread_safe_actor_clock {
public:
  /// Borrowed: `real` outlives this, and does the work.
  explicit sparing_clock(caf::actor_clock& real) : real_(real) {}

  time_point now() const noexcept override { return real_.now(); }
  void set_ordinary_timeout(time_point t, caf::abstract_actor* self,
                            caf::atom_value type, std::uint64_t id) override;
  void set_multi_timeout(time_point t, caf::abstract_actor* self,
                         caf::atom_value type, std::uint64_t id) override;
  void set_request_timeout(time_point t, caf::abstract_actor* self,
                           caf::message_id id) override;
  void cancel_ordinary_timeout(caf::abstract_actor* self,
                               caf::atom_value type) override;
  void cancel_request_timeout(caf::abstract_actor* self,
                              caf::message_id id) override;
  void cancel_timeouts(caf::abstract_actor* self) override;
  void schedule_message(time_point t, caf::strong_actor_ptr receiver,
                        caf::mailbox_element_ptr content) override;
  void schedule_message(time_point t, caf::group target,
                        caf::strong_actor_ptr sender,
                        caf::message content) override;
  void cancel_all() override;

private:
  void remember(const caf::abstract_actor& self);

  caf::actor_clock& real_;
  std::mutex mutex_;
  std::unordered_set<caf::actor_id> askers_; // guarded by mutex_
};

/// CAF's work-sharing scheduler, for everyone who is not pinned. Its workers
/// sleep until there is work (stealing ones look for it a hundred times a
/// second), and its clock is sparing.
class sparing_scheduler final
  : public caf::scheduler::coordinator<caf::policy::work_sharing> {
public:
  using super = caf::scheduler::coordinator<caf::policy::work_sharing>;

  explicit sparing_scheduler(caf::actor_system& system)
    : super(system), clock_(super::clock()) {
    // nop
  }

  static caf::actor_system::module* make(caf::actor_system& system,
                                         caf::detail::type_list<>);

  caf::detail::thread_safe_actor_clock& clock() noexcept override {
    return clock_;
  }

private:
  sparing_clock clock_;
};

} // namespace troupe::actors

#pragma once

#include <caf/actor_system.hpp>
#include <caf/event_based_actor.hpp>

#include <memory>
#include <utility>

namespace troupe::test {

/// Asks an actor, as somebody who has nothing else to do; tells how many
/// answers have come so far.
template <class Answer, class Handle, class Message>
std::shared_ptr<int> ask(caf::actor_system& system, const Handle& whom,
                         Message question) {
  auto answers = std::make_shared<int>(0);
  system.spawn(
    [answers](caf::event_based_actor* self, const Handle& to,
              const Message& x) {
      self->request(to, caf::infinite, x).then([answers](Answer) {
        ++*answers;
      });
    },
    whom, std::move(question));
  return answers;
}

} // namespace troupe::test

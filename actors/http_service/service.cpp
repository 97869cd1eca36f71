#include "actors/http_service/service.hpp"

#include "actors/base/pinned.hpp"

#include "runtime/log/log.hpp"

#include "codecs/fields/name.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <exception>
#include <utility>

namespace troupe::actors {

std::string_view http_request::field(std::string_view name) const noexcept {
  for (auto& [spelling, value] : fields)
    if (codecs::fields::same_name(spelling, name))
      return value;
  return {};
}

namespace {

struct function_service_state {
  static inline const char* name = "http-service";

  answer_function answer;
};

class function_service final
  : public pinned<http_service_actor::stateful_base<function_service_state>> {
public:
  function_service(caf::actor_config& cfg, answer_function answer)
    : pinned(cfg) {
    state.answer = std::move(answer);
  }

  behavior_type make_behavior() override {
    return {[this](const serve& x) -> caf::result<served> {
      // Caught here, for the service is to outlive what it threw.
      try {
        return served{
          std::make_shared<const http_response>(state.answer(*x.request))};
      } catch (const std::exception& e) {
        runtime::log::error("service_failed because=\"{}\"", e.what());
        return caf::make_error(caf::sec::runtime_error, e.what());
      }
    }};
  }
};

} // namespace

service_maker answer_with(answer_function answer) {
  return [answer = std::move(answer)](loop_unit& home) -> http_service_actor {
    return spawn_pinned<function_service>(home, answer);
  };
}

} // namespace troupe::actors

#include "actors/pipeline/stage_registry.hpp"

#include "actors/pipeline/stages/redirect.hpp"
#include "actors/pipeline/stages/respond.hpp"

namespace troupe::actors {

std::vector<std::string_view> stage_registry::names() const {
  auto all = std::vector<std::string_view>{};
  for (auto& [name, read] : readers_)
    all.push_back(name);
  return all;
}

stage_registry ready_made_stages() {
  auto all = stage_registry{};
  all.add("redirect", stages::read_redirect);
  all.add("respond", stages::read_respond);
  return all;
}

} // namespace troupe::actors

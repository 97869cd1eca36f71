#include "actors/config/stages.hpp"

#include "runtime/config/suggest.hpp"

#include <fmt/format.h>

namespace troupe::actors {

namespace {

using namespace runtime::config;

void read_stage(const setting& x, const stage_registry& known, pipeline& to,
                findings& out) {
  auto named = std::string_view{};
  auto nothing = node{};
  nothing.what = node::kind::map;
  auto options = setting{};
  if (x.value->what == node::kind::text) {
    named = x.value->text;
    options = setting{std::string{named}, x.at, &nothing};
  } else if (x.value->what == node::kind::map
             && x.value->settings.size() == 1) {
    options = x.value->settings.front();
    named = options.key;
    if (options.value->what == node::kind::nothing)
      options.value = &nothing;
  } else {
    refuse(x, "a stage's name, or one name and its options", out);
    return;
  }
  if (auto* read = known.find(named))
    (*read)(options, to, out);
  else
    out.add(place_of(x), fmt::format("there is no stage '{}'{}", named,
                                     did_you_mean(named, known.names())));
}

} // namespace

pipeline read_stages(const setting& x, const stage_registry& known,
                     findings& out) {
  auto result = pipeline{};
  for (auto& entry : items_of(x, "stage", out))
    read_stage(entry, known, result, out);
  return result;
}

} // namespace troupe::actors

#include "actors/pipeline/pipeline_here.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <utility>

namespace troupe::actors {

namespace {

template <class Stages>
auto& at(Stages& stages, phase x) noexcept {
  return stages[static_cast<std::size_t>(x)];
}

} // namespace

pipeline_here::pipeline_here(const pipeline& from, loop_unit& home)
  : home_(home) {
  pipeline::place(from, *this);
}

pipeline_here::~pipeline_here() {
  for (auto& x : porters_)
    caf::anon_send(x.handle, retire{});
}

void pipeline_here::add(phase where, pipeline::head_stage x) {
  at(heads_, where).push_back(std::move(x));
}

void pipeline_here::add(phase where, body_stage x) {
  at(bodies_, where).push_back(std::move(x));
}

void pipeline_here::add(phase where, trailer_stage x) {
  at(trailers_, where).push_back(std::move(x));
}

void pipeline_here::add(phase where, pipeline::failure_stage x) {
  at(failures_, where).push_back(std::move(x));
}

void pipeline_here::add_tap(pipeline::body_tap x) {
  taps_.push_back(std::move(x));
}

std::size_t pipeline_here::add_actor(std::string name, stage_source_ptr source,
                                     stage_actor_options options) {
  auto x = spawn_pinned<stage_porter>(home_, std::move(name), std::move(source),
                                      std::move(options));
  auto* porter
    = static_cast<stage_porter*>(caf::actor_cast<caf::abstract_actor*>(x));
  porters_.push_back({std::move(x), porter});
  return porters_.size() - 1;
}

} // namespace troupe::actors

#include "actors/pipeline/pipeline.hpp"

#include "actors/pipeline/pipeline_here.hpp"

#include <stdexcept>
#include <utility>

namespace troupe::actors {

pipeline& pipeline::head(phase at, head_stage f) {
  parts_.push_back(
    [at, f = std::move(f)](pipeline_here& to) { to.add(at, f); });
  return *this;
}

pipeline& pipeline::body(phase at, body_stage f, condition when,
                         at_pauses then) {
  parts_.push_back(
    [at, f = std::move(f), when = std::move(when), then](pipeline_here& to) {
      to.add(at, pipeline_here::body_stage{f, when, then});
    });
  return *this;
}

pipeline& pipeline::trailers(phase at, trailer_stage f, condition when) {
  parts_.push_back(
    [at, f = std::move(f), when = std::move(when)](pipeline_here& to) {
      to.add(at, pipeline_here::trailer_stage{f, when});
    });
  return *this;
}

pipeline& pipeline::failed(phase at, failure_stage f) {
  parts_.push_back(
    [at, f = std::move(f)](pipeline_here& to) { to.add(at, f); });
  return *this;
}

pipeline& pipeline::ask(phase at, std::string name, stage_source_ptr source,
                        stage_actor_options options, condition when) {
  auto& info = info_of(at);
  if (!info.may_suspend)
    throw std::invalid_argument{"no actor can be asked at "
                                + std::string{info.name}};
  parts_.push_back([=](pipeline_here& to) {
    auto i = to.add_actor(name, source, options);
    if (at == phase::request_body || at == phase::upstream_response_body
        || at == phase::response_body)
      to.add(at, pipeline_here::body_stage{[i](exchange_context&, body_chunk&) {
                                             return verdict::ask(i);
                                           },
                                           when,
                                           {}});
    else
      to.add(at, head_stage{[i, when](exchange_context& x) {
               return !when || when(x) ? verdict::ask(i) : verdict::go_on();
             }});
  });
  return *this;
}

pipeline& pipeline::names_upstream(std::string name) {
  upstreams_.push_back(std::move(name));
  return *this;
}

pipeline& pipeline::tap_request_body(body_tap f) {
  parts_.push_back([f = std::move(f)](pipeline_here& to) { to.add_tap(f); });
  return *this;
}

loop_unit& pipeline::home_of(pipeline_here& x) noexcept {
  return x.home();
}

void pipeline::place(const pipeline& x, pipeline_here& to) {
  for (auto& part : x.parts_)
    part(to);
}

pipeline& pipeline::append(const pipeline& x) {
  parts_.insert(parts_.end(), x.parts_.begin(), x.parts_.end());
  upstreams_.insert(upstreams_.end(), x.upstreams_.begin(), x.upstreams_.end());
  return *this;
}

} // namespace troupe::actors

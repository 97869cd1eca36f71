#pragma once

#include "actors/pipeline/pipeline.hpp"
#include "actors/pipeline/stage_porter.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace troupe::actors {

/// A pipeline as the exchanges of one loop see it: its callables, sorted by
/// phase, and a porter for each of its stage actors. Exchanges share it, and
/// keep it while they last; it goes with the last of them.
class pipeline_here {
public:
  struct body_stage {
    pipeline::body_stage run;
    pipeline::condition when; ///< empty: always
    pipeline::at_pauses then;
  };
  struct trailer_stage {
    pipeline::trailer_stage run;
    pipeline::condition when;
  };

  pipeline_here(const pipeline& from, loop_unit& home);
  pipeline_here(const pipeline_here&) = delete;
  pipeline_here& operator=(const pipeline_here&) = delete;
  ~pipeline_here();

  const std::vector<pipeline::head_stage>& heads(phase at) const noexcept {
    return heads_[static_cast<std::size_t>(at)];
  }
  const std::vector<body_stage>& bodies(phase at) const noexcept {
    return bodies_[static_cast<std::size_t>(at)];
  }
  const std::vector<trailer_stage>& trailers(phase at) const noexcept {
    return trailers_[static_cast<std::size_t>(at)];
  }
  const std::vector<pipeline::failure_stage>&
  failures(phase at) const noexcept {
    return failures_[static_cast<std::size_t>(at)];
  }
  const std::vector<pipeline::body_tap>& taps() const noexcept { return taps_; }
  stage_porter& porter(std::size_t i) const noexcept {
    return *porters_[i].porter;
  }

  // -- for the parts of a pipeline, which fill it -----------------------------

  void add(phase at, pipeline::head_stage x);
  void add(phase at, body_stage x);
  void add(phase at, trailer_stage x);
  void add(phase at, pipeline::failure_stage x);
  void add_tap(pipeline::body_tap x);
  loop_unit& home() const noexcept { return home_; }
  /// Returns what verdict::ask() calls it.
  std::size_t add_actor(std::string name, stage_source_ptr source,
                        stage_actor_options options);

private:
  struct porter_here {
    stage_porter_actor handle; ///< keeps the other alive
    stage_porter* porter;
  };

  template <class Stage>
  using by_phase = std::array<std::vector<Stage>, phase_count>;

  loop_unit& home_;
  by_phase<pipeline::head_stage> heads_;
  by_phase<body_stage> bodies_;
  by_phase<trailer_stage> trailers_;
  by_phase<pipeline::failure_stage> failures_;
  std::vector<pipeline::body_tap> taps_; ///< of requests
  std::vector<porter_here> porters_;
};

} // namespace troupe::actors

#pragma once

#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::actors {

/// Reads a stage's options from a configuration file and adds the stage; a
/// finding for each thing that is wrong with them.
using stage_reader
  = std::function<void(const runtime::config::setting& x, pipeline& to,
                       runtime::config::findings& out)>;

/// The stages that a configuration file may name. A program with stages of its
/// own adds them before it loads the file:
///
///     auto stages = ready_made_stages();
///     stages.add("greet", [](const setting& x, pipeline& to, findings& out) {
///       section in{x, out}; ... in.close(); to.add(greet{...}); });
///     auto loaded = load("troupe.yaml", stages);
class stage_registry {
public:
  /// Another of that name gives way.
  void add(std::string name, stage_reader read) {
    readers_.insert_or_assign(std::move(name), std::move(read));
  }

  /// Or nullptr.
  const stage_reader* find(std::string_view name) const {
    auto i = readers_.find(name);
    return i != readers_.end() ? &i->second : nullptr;
  }

  std::vector<std::string_view> names() const;

private:
  std::map<std::string, stage_reader, std::less<>> readers_;
};

/// All that come with troupe, see actors/pipeline/stages.
stage_registry ready_made_stages();

} // namespace troupe::actors

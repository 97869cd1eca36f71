#pragma once

#include "actors/base/failure.hpp"
#include "actors/static_files/file_request.hpp"
#include "actors/static_files/response_plan.hpp"

#include "runtime/files/open_file.hpp"

#include <memory>
#include <string>
#include <variant>

namespace troupe::actors {

using open_file_ptr = std::shared_ptr<const runtime::files::open_file>;

/// The representation that goes to a client.
struct found_file {
  open_file_ptr file;
  std::string type; ///< of the file itself, however it is coded
  codecs::coding::kind coding = codecs::coding::kind::identity;
};

/// A file; or what is answered instead; or why there is no answer.
using file_outcome = std::variant<found_file, response_plan, failure>;

/// Finds what a request names: the file, the directory's index, a redirect to
/// the directory, the fallback; and the coded sibling that the client likes
/// best. Waits for the disk.
file_outcome look_up(const file_request& request);

} // namespace troupe::actors

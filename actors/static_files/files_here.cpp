#include "actors/static_files/files_here.hpp"

#include "actors/static_files/file_porter.hpp"

#include <caf/actor_cast.hpp>

namespace troupe::actors {

void files_here::porter(const file_porter_actor& x) {
  handle_ = x;
  porter_ = static_cast<file_porter*>(caf::actor_cast<caf::abstract_actor*>(x));
}

} // namespace troupe::actors

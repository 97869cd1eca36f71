#include "actors/listener/welcome.hpp"

#include "actors/listener/handshake.hpp"
#include "actors/listener/pass_through.hpp"

#include <utility>

namespace troupe::actors {

void welcome(loop_home& home, tls_front* front, new_connection from) {
  if (!front)
    start_session(home, std::move(from));
  else if (front->passes().empty())
    start_handshake(home, *front, std::move(from));
  else
    spawn_pinned<pass_through>(home.unit, home, *front, std::move(from));
}

} // namespace troupe::actors

#include "actors/listener/welcome.hpp"

#include "actors/listener/handshake.hpp"
#include "actors/listener/pass_through.hpp"
#include "actors/session_h1/session_h1.hpp"
#include "actors/session_h2/session_h2.hpp"

#include "runtime/tls/channel.hpp"

#include <utility>

namespace troupe::actors {

void welcome(loop_home& home, tls_front* front, new_connection from) {
  if (!front)
    start_session_of(home, std::move(from));
  else if (front->passes().empty())
    start_handshake(home, *front, std::move(from));
  else
    spawn_pinned<pass_through>(home.unit, home, *front, std::move(from));
}

void start_session_of(loop_home& home, new_connection from) {
  auto* channel = from.socket.encryption();
  if (!from.speaks.h1 || (channel && channel->protocol() == "h2"))
    start_session_h2(home, std::move(from));
  else
    start_session(home, std::move(from));
}

} // namespace troupe::actors

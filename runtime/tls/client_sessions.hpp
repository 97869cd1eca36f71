#pragma once

#include "runtime/tls/handles.hpp"

#include <cstddef>
#include <deque>

namespace troupe::runtime::tls {

/// Sessions that one server has offered us, to be resumed (RFC 8446 section
/// 2.2): with the same server, the same names and the same certificate of ours,
/// or the resumption would vouch for what nobody has verified. Each is used
/// once, which keeps observers from linking connections (appendix C.4), unless
/// it is of TLS 1.2. For one thread.
class client_sessions {
public:
  /// The oldest give way.
  static constexpr std::size_t most = 8;

  void put(session_ptr x);
  /// The newest that still may be resumed, or nullptr.
  session_ptr take();
  std::size_t size() const noexcept { return all_.size(); }

private:
  std::deque<session_ptr> all_;
};

} // namespace troupe::runtime::tls

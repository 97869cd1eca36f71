#pragma once

#include "actors/base/failure.hpp"
#include "actors/exchange/exchange.hpp"
#include "actors/exchange/site.hpp"
#include "actors/session/exchange_note.hpp"

#include "codecs/http/method.hpp"
#include "codecs/http/status.hpp"

#include <memory>
#include <string_view>

namespace troupe::actors {

struct loop_home;

/// The exchange that a client's request has led to, and what logs are told of
/// it: a line of the process's own for what went wrong, and a record at its
/// end, once, if there is an access log.
struct current_exchange {
  loop_home* home = nullptr;
  std::string_view client;    ///< the peer's address, without port; borrowed
  bool client_reused = false; ///< it has sent requests before
  codecs::http::method method = codecs::http::method::get;
  bool head_sent = false;
  codecs::http::status status = 0;     ///< that the client was told
  const site::route* route = nullptr;  ///< none found, or none looked for
  std::unique_ptr<exchange_note> note; ///< if there is an access log
  exchange_ptr exchange;

  /// What is known at this moment. Borrowed.
  exchange_record record() const;

  /// The request's first octet came at `since`. For an access log.
  void open_note(runtime::time::steady_point since);
  /// What went wrong; the first to be told counts.
  void tell(const failure& why, codecs::http::status told);
  void tell(const failure& why) {
    tell(why, head_sent ? status : status_for(why.what));
  }
  /// The end of it.
  void close_note();
};

} // namespace troupe::actors

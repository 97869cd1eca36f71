#pragma once

#include <string>

namespace troupe::actors {

/// By what an exchange is found again, and whose it is: said by the stages that
/// know, heard by logs, templates and the stages behind them. Kept in the
/// exchange's state; what is empty is not known.
struct exchange_identity {
  std::string user; ///< who has proved who he is
  std::string request_id;
  std::string trace_id; ///< 32 hexadecimal digits (W3C Trace Context)
};

} // namespace troupe::actors

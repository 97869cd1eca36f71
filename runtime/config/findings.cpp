#include "runtime/config/findings.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace troupe::runtime::config {

findings::findings(std::string file) : file_(std::move(file)) {
  // nop
}

void findings::add(place at, std::string message) {
  // A finding is a line, whatever a file has in its quotes.
  for (auto& c : message)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      c = ' ';
  found_.push_back({file_, at.line, at.column, std::move(message)});
}

std::vector<finding> findings::take() && {
  auto key
    = [](const finding& x) { return std::tie(x.line, x.column, x.message); };
  std::sort(found_.begin(), found_.end(),
            [key](auto& a, auto& b) { return key(a) < key(b); });
  found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
  return std::move(found_);
}

} // namespace troupe::runtime::config

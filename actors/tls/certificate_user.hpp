#pragma once

#include "runtime/tls/certificate.hpp"

#include "codecs/base/result.hpp"

#include <string>
#include <vector>

namespace troupe::actors {

/// Somebody who goes by what certificate files said, and can read them again.
/// For any thread; reads files.
class certificate_user {
public:
  virtual ~certificate_user() = default;

  /// True if they say something else than before; then that holds from now on,
  /// all of it. The error names the file: then what held before stays.
  virtual codecs::result<bool, std::string> reload() = 0;

  virtual std::vector<std::string> files() const = 0;
  /// The certificates that are shown now.
  virtual std::vector<runtime::tls::certificate_facts> shown_facts() const = 0;
};

} // namespace troupe::actors

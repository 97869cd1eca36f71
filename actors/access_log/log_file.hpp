#pragma once

#include "runtime/net/fd.hpp"

#include "codecs/base/result.hpp"

#include <string>
#include <string_view>
#include <system_error>

namespace troupe::actors {

/// A file that lines are appended to. Blocks: for a thread that may.
class log_file {
public:
  /// A file, which is made if there is none (mode 0640, O_APPEND), or "stdout"
  /// or "stderr". The error is a sentence for the operator.
  static codecs::result<log_file, std::string> open(std::string path);

  const std::string& path() const noexcept { return path_; }

  /// Writes, and takes off the text what is written: all of it, or else there
  /// is an error.
  std::error_code write(std::string_view& text);

  /// Opens anew what now has that name; goes on with the old file if that
  /// fails. Nothing happens to the standard streams.
  std::error_code reopen();

private:
  log_file(std::string path, int standard, runtime::net::fd file)
    : path_(std::move(path)), standard_(standard), file_(std::move(file)) {
    // nop
  }

  std::string path_;
  int standard_; // a stream that is not ours to close, or -1
  runtime::net::fd file_;
};

} // namespace troupe::actors

#include "actors/access_log/log_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <utility>

namespace troupe::actors {

namespace {

runtime::net::fd open_to_append(const std::string& path) noexcept {
  return runtime::net::fd{::open(
    path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0640)};
}

std::error_code last_error() noexcept {
  return {errno, std::generic_category()};
}

} // namespace

codecs::result<log_file, std::string> log_file::open(std::string path) {
  if (path == "stdout")
    return log_file{std::move(path), STDOUT_FILENO, {}};
  if (path == "stderr")
    return log_file{std::move(path), STDERR_FILENO, {}};
  auto file = open_to_append(path);
  if (!file)
    return "cannot open " + path + ": " + last_error().message();
  return log_file{std::move(path), -1, std::move(file)};
}

std::error_code log_file::write(std::string_view& text) {
  const auto to = file_ ? file_.get() : standard_;
  while (!text.empty()) {
    const auto n = ::write(to, text.data(), text.size());
    if (n > 0)
      text.remove_prefix(static_cast<std::size_t>(n));
    else if (n == 0)
      return std::make_error_code(std::errc::io_error);
    else if (errno != EINTR)
      return last_error();
  }
  return {};
}

std::error_code log_file::reopen() {
  if (!file_)
    return {};
  auto fresh = open_to_append(path_);
  if (!fresh)
    return last_error();
  file_ = std::move(fresh);
  return {};
}

} // namespace troupe::actors

#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace troupe::runtime::log {

enum class level { trace, debug, info, warning, error, off };

struct log_options {
  log::level level = log::level::info;
  std::string file; ///< empty: standard error
};

/// Sets up the process's own log (spdlog, asynchronous: no loop waits for a
/// disk). Returns what is wrong with the file, or nothing.
std::string open(const log_options& options);
/// Opens the file anew, for log rotation.
void reopen();
/// Writes out what waits and ends the writer.
void close() noexcept;

bool enabled(level x) noexcept;
/// One line: an event's name, then key=value.
void write(level x, std::string_view line) noexcept;

template <class... Ts>
void info(fmt::format_string<Ts...> format, Ts&&... xs) {
  if (enabled(level::info))
    write(level::info, fmt::format(format, std::forward<Ts>(xs)...));
}
template <class... Ts>
void warning(fmt::format_string<Ts...> format, Ts&&... xs) {
  if (enabled(level::warning))
    write(level::warning, fmt::format(format, std::forward<Ts>(xs)...));
}
template <class... Ts>
void error(fmt::format_string<Ts...> format, Ts&&... xs) {
  if (enabled(level::error))
    write(level::error, fmt::format(format, std::forward<Ts>(xs)...));
}

} // namespace troupe::runtime::log

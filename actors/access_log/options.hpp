#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace troupe::actors {

/// An access log: a line for each exchange.
struct access_log_options {
  std::string path; ///< a file, or "stdout" or "stderr"
  /// common, combined, json, or a template (line_format).
  std::string format = "combined";
  /// The part of all exchanges that leave a line, chosen by their trace or
  /// request ids, so that the lines of several proxies fit together.
  double sample = 1;
  /// Whatever was sampled, 5xx and cut responses leave a line.
  bool keep_trouble = true;

  /// Lines are written together: so many octets, or what there is after that
  /// time. Precedents: nginx `buffer=64k flush=...`, Envoy 64 KiB and 1 s.
  std::size_t batch = 64 * 1024;
  std::chrono::milliseconds delay = std::chrono::seconds{1};
  /// That many batches a loop has in memory while the disk is slow. Then lines
  /// are dropped.
  std::size_t batches = 8;
};

/// All that is wrong with the options, a sentence each; empty if they will do.
std::vector<std::string> problems_with(const access_log_options& x);

} // namespace troupe::actors

#include "runtime/log/log.hpp"

#include "runtime/net/fd.hpp"

#ifndef SPDLOG_FMT_EXTERNAL
#define SPDLOG_FMT_EXTERNAL
#endif
#ifndef SPDLOG_COMPILED_LIB
#define SPDLOG_COMPILED_LIB
#endif
#include <fcntl.h>
#include <signal.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <system_error>

namespace troupe::runtime::log {

namespace {

// Lines that may wait for the disk; then the oldest are dropped, and counted.
constexpr auto queue_lines = std::size_t{8192};
// Under load, lines leave together in pieces of about this many octets.
constexpr auto piece_octets = std::size_t{65536};
constexpr auto pattern = "%Y-%m-%dT%H:%M:%S.%e%z %l %v";
constexpr auto before_open = level::warning;

spdlog::level::level_enum to_spdlog(level x) {
  switch (x) {
    case level::trace: return spdlog::level::trace;
    case level::debug: return spdlog::level::debug;
    case level::info: return spdlog::level::info;
    case level::warning: return spdlog::level::warn;
    case level::error: return spdlog::level::err;
    case level::off: break;
  }
  return spdlog::level::off;
}

bool is_control(char x) {
  const auto octet = static_cast<unsigned char>(x);
  return octet < 0x20 || octet == 0x7f;
}

/// What a peer sent must not look like a line of ours.
std::string on_one_line(std::string_view text) {
  std::string result;
  for (auto x : text)
    if (is_control(x))
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(x));
    else
      result += x;
  return result;
}

void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto n = ::write(fd, text.data(), text.size());
    if (n > 0)
      text.remove_prefix(static_cast<std::size_t>(n));
    else if (n == 0 || errno != EINTR)
      return; // a full disk stops nobody
  }
}

net::fd open_for_appending(const std::string& file) {
  return net::fd{
    ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)};
}

/// Runs on the writer's thread. Writes whenever nothing more waits, so that a
/// quiet log is always up to date and a loud one costs few system calls.
class file_sink final : public spdlog::sinks::base_sink<std::mutex> {
public:
  file_sink(std::string file, net::fd descriptor)
    : file_(std::move(file)), descriptor_(std::move(descriptor)) {}
  /// Where lines come from, before the first one does.
  void read_from(spdlog::details::thread_pool& queue) { queue_ = &queue; }

  void ask_to_reopen() noexcept { reopen_.store(true); }

private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    formatter_->format(message, lines_);
    if (lines_.size() >= piece_octets || queue_->queue_size() == 0)
      write_out();
  }

  void flush_() override { write_out(); }

  void write_out() {
    if (reopen_.exchange(false) && !file_.empty())
      if (auto fresh = open_for_appending(file_))
        descriptor_ = std::move(fresh);
    note_dropped();
    write_all(descriptor_ ? descriptor_.get() : STDERR_FILENO,
              {lines_.data(), lines_.size()});
    lines_.clear();
  }

  void note_dropped() {
    const auto dropped = queue_->overrun_counter();
    if (dropped == dropped_)
      return;
    const auto text
      = fmt::format("log_lines_dropped count={}", dropped - dropped_);
    dropped_ = dropped;
    formatter_->format({{}, spdlog::level::warn, text}, lines_);
  }

  std::string file_; // empty: standard error
  net::fd descriptor_;
  spdlog::details::thread_pool* queue_ = nullptr;
  spdlog::memory_buf_t lines_;
  std::size_t dropped_ = 0;
  std::atomic<bool> reopen_{false};
};

/// The writer's thread and what feeds it.
class writer {
public:
  explicit writer(std::shared_ptr<file_sink> sink)
    : sink_(std::move(sink)),
      pool_(std::make_shared<spdlog::details::thread_pool>(
        queue_lines, 1, &writer::block_signals)),
      logger_(std::make_shared<spdlog::async_logger>(
        "", sink_, pool_, spdlog::async_overflow_policy::overrun_oldest)) {
    sink_->read_from(*pool_);
    logger_->set_formatter(
      std::make_unique<spdlog::pattern_formatter>(pattern));
    logger_->set_level(spdlog::level::trace);
    logger_->set_error_handler([](const std::string&) { /* nop */ });
  }
  writer(const writer&) = delete;
  writer& operator=(const writer&) = delete;
  /// Waits until all of it is written.
  ~writer() { logger_->flush(); }

  void write(level x, std::string_view line) {
    logger_->log(to_spdlog(x), spdlog::string_view_t{line.data(), line.size()});
  }

  void reopen() {
    sink_->ask_to_reopen();
    logger_->flush(); // which makes the writer look, without anybody waiting
  }

private:
  // Signals are the main loop's, whoever was started first.
  static void block_signals() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
  }

  // The thread ends first, for it uses the others.
  std::shared_ptr<file_sink> sink_;
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::async_logger> logger_;
};

std::atomic<level> threshold{before_open};
std::shared_mutex mutex;
std::unique_ptr<writer> present; // guarded by mutex

void write_to_stderr(level x, std::string_view line) {
  auto formatter = spdlog::pattern_formatter{pattern};
  spdlog::memory_buf_t text;
  formatter.format({{}, to_spdlog(x), {line.data(), line.size()}}, text);
  write_all(STDERR_FILENO, {text.data(), text.size()});
}

} // namespace

std::string open(const log_options& options) {
  net::fd descriptor;
  if (!options.file.empty()) {
    descriptor = open_for_appending(options.file);
    if (!descriptor)
      return "cannot open " + options.file + ": "
             + std::generic_category().message(errno);
  }
  auto next = std::make_unique<writer>(
    std::make_shared<file_sink>(options.file, std::move(descriptor)));
  {
    const auto guard = std::lock_guard{mutex};
    present.swap(next);
    threshold.store(options.level);
  }
  return {};
}

void reopen() {
  const auto guard = std::shared_lock{mutex};
  if (present)
    present->reopen();
}

void close() noexcept {
  auto last = std::unique_ptr<writer>{};
  {
    const auto guard = std::lock_guard{mutex};
    present.swap(last);
    threshold.store(before_open);
  }
}

bool enabled(level x) noexcept {
  return x != level::off && x >= threshold.load(std::memory_order_relaxed);
}

void write(level x, std::string_view line) noexcept {
  if (!enabled(x))
    return;
  try {
    if (std::any_of(line.begin(), line.end(), is_control))
      return write(x, on_one_line(line));
    const auto guard = std::shared_lock{mutex};
    if (present)
      present->write(x, line);
    else
      write_to_stderr(x, line);
  } catch (const std::exception&) {
    // There is no memory for the line, and nobody left to tell.
  }
}

} // namespace troupe::runtime::log

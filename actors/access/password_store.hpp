#pragma once

#include "actors/access/credential_cache.hpp"
#include "actors/access/password_file.hpp"

#include "runtime/time/clock.hpp"

#include "codecs/base/result.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace troupe::actors {

/// The passwords of a file that may change. For any number of threads.
class password_store {
public:
  /// The error is a sentence for the operator.
  static codecs::result<std::shared_ptr<password_store>, std::string>
  open(std::string path);

  /// Was that right lately? Quick, for loops.
  bool knows(std::string_view user, std::string_view password) const;
  /// Once a second for one of those who ask: refresh() is due.
  bool is_due(runtime::time::steady_point now) noexcept;

  /// Reads the file again if it has changed; one that cannot be read leaves all
  /// as it was, with one line in the log. Waits for the disk.
  void refresh();
  /// Slow (password_file::verify); what is right is known from then on.
  bool verify(std::string_view user, std::string_view password);

private:
  /// A cache belongs to its file.
  struct version {
    explicit version(password_file x) : file(std::move(x)) {}

    password_file file;
    credential_cache cache;
  };

  /// What tells that a file is another one.
  struct stamp {
    std::filesystem::file_time_type time;
    std::uintmax_t size = 0;

    friend bool operator==(const stamp&, const stamp&) = default;
  };

  explicit password_store(std::string path) : path_(std::move(path)) {}

  std::shared_ptr<version> current() const;
  stamp look() const;
  /// Returns what is wrong with the file, or nothing.
  std::string read();

  std::string path_;
  stamp seen_; // by who refreshes
  std::atomic<std::int64_t> due_{0};
  mutable std::mutex mutex_;
  std::shared_ptr<version> current_; // guarded by mutex_
};

} // namespace troupe::actors

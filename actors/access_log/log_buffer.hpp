#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace troupe::actors {

/// Whole lines that are written together. Belongs to one side at a time: the
/// loop that fills it, or the log that writes it.
struct log_batch {
  std::string lines;
  std::size_t count = 0;
};

using log_batch_ptr = std::shared_ptr<log_batch>;

/// Lines of one loop on their way to a log: gathered to batches, of which there
/// is a bounded number. When all of them are away, or wait to be taken, lines
/// are dropped and counted; nobody waits. Memory is used again, so that a line
/// costs no allocation once batches have been that large.
class log_buffer {
public:
  /// `octets` make a batch full; the last line may exceed it.
  log_buffer(std::size_t octets, std::size_t batches);

  /// Where to append the next line, with the line feed; nullptr if there is no
  /// room. What was begun and never ended is undone.
  std::string* begin_line();
  /// Returns whether that has made a batch full, which now waits to be taken.
  bool end_line();

  /// The batch that is being filled is complete as it is.
  void close();
  /// The oldest complete batch, or nullptr.
  log_batch_ptr take();
  /// It has been written, or nobody will.
  void give_back(log_batch_ptr x) noexcept;
  /// What is away will not come back; there may be new batches in its place.
  void write_off() noexcept;

  /// Are there lines in a batch that is not complete?
  bool filling() const noexcept { return open_ && open_->count > 0; }
  /// Batches that were taken and not given back.
  std::size_t away() const noexcept { return away_; }
  /// Lines for which there was no room, from the beginning.
  std::uint64_t dropped() const noexcept { return dropped_; }

private:
  bool open();

  std::size_t octets_;
  std::size_t unmade_; // batches that there may be and have never been
  std::vector<log_batch_ptr> free_;
  log_batch_ptr open_;
  std::size_t line_begin_ = 0; // in open_
  std::vector<log_batch_ptr> complete_;
  std::size_t away_ = 0;
  std::uint64_t dropped_ = 0;
};

} // namespace troupe::actors

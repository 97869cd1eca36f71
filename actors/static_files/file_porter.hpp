#pragma once

#include "actors/base/pinned.hpp"
#include "actors/static_files/interface.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace troupe::actors {

/// An exchange that has files opened and read. Called on its loop, and never
/// before the porter's call has returned.
class file_waiter {
public:
  virtual void on_file(file_answer& x) = 0;
  virtual void on_piece(file_piece_ptr piece) = 0;
  /// The answer to one of its wishes will not come.
  virtual void on_lost(failure why) = 0;

protected:
  ~file_waiter() = default;
};

/// A reader, and how much it has to do.
struct busy_reader {
  file_reader_actor actor;
  std::size_t wishes = 0; ///< without an answer
};

/// One exchange's dealings with the readers: one at a time, so that pieces come
/// in the order in which they were wished. Of the loop's but for the wish.
struct file_errand {
  explicit file_errand(file_waiter& x) : who(&x) {
    // nop
  }

  /// Nobody waits any more: what is under way is not read, if it is not too
  /// late, and nobody is told.
  void drop() noexcept {
    who = nullptr;
    wish->stands = false;
  }

  file_waiter* who;
  std::shared_ptr<file_wish> wish = std::make_shared<file_wish>();
  std::shared_ptr<busy_reader> reader;
};

using file_errand_ptr = std::shared_ptr<file_errand>;

struct file_porter_options {
  /// Threads that wait for the disk, for each loop. More are not there before
  /// all are busy.
  std::size_t max_readers = 4;
  /// Makes a reader; empty: one with a thread of its own.
  std::function<file_reader_actor(caf::actor_system&)> make;
};

struct file_porter_state {
  static inline const char* name = "file-porter";

  ~file_porter_state();

  file_porter_options options;
  std::vector<std::shared_ptr<busy_reader>> readers;
};

/// What the exchanges of its loop call; they never meet the readers.
class file_porter final
  : public pinned<file_porter_actor::stateful_base<file_porter_state>> {
public:
  file_porter(caf::actor_config& cfg, file_porter_options options);

  behavior_type make_behavior() override;

  // -- for exchanges of this loop ---------------------------------------------

  /// Has what is requested found, opened, and its first piece read.
  void open(const file_errand_ptr& errand,
            std::shared_ptr<const file_request> request);
  /// Has a piece read. It belongs to the porter until it comes back.
  void read(const file_errand_ptr& errand, open_file_ptr file,
            file_piece_ptr piece);

private:
  std::shared_ptr<busy_reader> pick();
  template <class Answer, class Wish>
  void carry(const file_errand_ptr& errand, Wish wish);
};

} // namespace troupe::actors

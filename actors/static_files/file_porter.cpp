#include "actors/static_files/file_porter.hpp"

#include "actors/static_files/file_reader.hpp"

#include "runtime/log/log.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <random>
#include <utility>

namespace troupe::actors {

namespace {

file_reader_actor detached_reader(caf::actor_system& system) {
  return system.spawn<caf::detached>(file_reader,
                                     std::make_shared<std::random_device>());
}

void deliver(file_waiter& to, requested_file_opened& x) {
  to.on_file(*x.answer);
}

void deliver(file_waiter& to, file_piece_read& x) {
  to.on_piece(std::move(x.piece));
}

} // namespace

file_porter_state::~file_porter_state() {
  for (auto& x : readers)
    caf::anon_send_exit(x->actor, caf::exit_reason::user_shutdown);
}

file_porter::file_porter(caf::actor_config& cfg, file_porter_options options)
  : pinned(cfg) {
  state.options = std::move(options);
  if (!state.options.make)
    state.options.make = detached_reader;
}

file_porter::behavior_type file_porter::make_behavior() {
  set_down_handler([this](caf::down_msg& x) {
    runtime::log::warning("file_reader_fell because=\"{}\"",
                          system().render(x.reason));
    std::erase_if(state.readers, [&](auto& reader) {
      return reader->actor.address() == x.source;
    });
  });
  return {
    [this](close_files) { quit(); },
  };
}

/// Whoever has the least to do; a new one, if all are busy.
std::shared_ptr<busy_reader> file_porter::pick() {
  auto& st = state;
  auto least
    = std::min_element(st.readers.begin(), st.readers.end(),
                       [](auto& a, auto& b) { return a->wishes < b->wishes; });
  if (least != st.readers.end()
      && ((*least)->wishes == 0 || st.readers.size() >= st.options.max_readers))
    return *least;
  auto made = std::make_shared<busy_reader>();
  made->actor = st.options.make(system());
  monitor(made->actor);
  st.readers.push_back(made);
  return made;
}

template <class Answer, class Wish>
void file_porter::carry(const file_errand_ptr& errand, Wish wish) {
  auto reader = errand->reader;
  ++reader->wishes;
  request(reader->actor, caf::infinite, std::move(wish))
    .then(
      [errand, reader](Answer& x) {
        --reader->wishes;
        if (errand->who)
          deliver(*errand->who, x);
      },
      [this, errand, reader](const caf::error& why) {
        --reader->wishes;
        if (errand->who)
          errand->who->on_lost(
            {proxy_errc::service_failed, "file: " + system().render(why)});
      });
}

void file_porter::open(const file_errand_ptr& errand,
                       std::shared_ptr<const file_request> request) {
  enter([&] {
    errand->reader = pick();
    carry<requested_file_opened>(
      errand, open_requested_file{errand->wish, std::move(request)});
  });
}

void file_porter::read(const file_errand_ptr& errand, open_file_ptr file,
                       file_piece_ptr piece) {
  enter([&] {
    carry<file_piece_read>(
      errand, read_file_piece{errand->wish, std::move(file), std::move(piece)});
  });
}

} // namespace troupe::actors

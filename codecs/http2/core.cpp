#include "codecs/http2/core.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace troupe::codecs::http2 {

namespace {

/// What is kept of streams for those that come after them: for as many requests
/// at once as a browser or a load generator makes.
constexpr auto kept_streams = std::size_t{32};
constexpr auto kept_body = std::size_t{4096};
constexpr auto kept_bodies = std::size_t{1024 * 1024};

/// As the tables of HPACK keep it.
std::uint32_t packed_note_of(std::string_view name,
                             std::string_view value) noexcept {
  return std::bit_cast<std::uint32_t>(note_of(name, value));
}

const hpack::noter& notes() {
  static const auto result = hpack::noter{packed_note_of};
  return result;
}

} // namespace

connection::core::core(const options& x, bool serves, connection& whose,
                       events& whom)
  : owner(whose), to(whom), is_server(serves), ours(x), frames(x.max_frame),
    decoder(x.max_table, notes()), reader(x.max_head), peer(!serves),
    preface_left(serves ? client_preface.size() : 0), resets(x.resets),
    idle_frames(x.idle_frames) {
  auto settings = std::string{};
  auto add = [&](setting id, std::uint32_t value) {
    settings.push_back(static_cast<char>(static_cast<std::uint16_t>(id) >> 8));
    settings.push_back(static_cast<char>(id));
    append_number(settings, value);
  };
  add(setting::initial_window_size, ours.window);
  add(setting::max_frame_size, ours.max_frame);
  add(setting::max_header_list_size, ours.max_head);
  add(setting::header_table_size, ours.max_table);
  if (is_server) {
    add(setting::max_concurrent_streams, ours.max_streams);
    add(setting::no_rfc7540_priorities, 1); // RFC 9218 section 2.1
    if (ours.extended_connect)
      add(setting::enable_connect_protocol, 1);
  } else {
    outbox = client_preface;
    add(setting::enable_push, 0);
  }
  say({.type = frame_type::settings}, settings);
  if (auto step = in.widen(ours.connection_window))
    say_number(frame_type::window_update, 0, step);
}

connection::stream& connection::core::open(stream_id id) {
  auto fresh = stream_ptr{};
  if (spares.empty()) {
    fresh = std::make_unique<stream>();
  } else {
    fresh = std::move(spares.back());
    spares.pop_back();
  }
  auto& result = *fresh;
  result.begin({.id = id,
                .out = send_window{peer.window},
                .in = receive_window{stream_room}});
  streams.insert(id, std::move(fresh));
  return result;
}

void connection::core::reset(stream& x, errc why) {
  if (x.over)
    return;
  x.over = true;
  x.fault = why;
  order.remove(x);
  over.push_back(x.id);
  if (is_server)
    history.reset(x.id);
  say_number(frame_type::rst_stream, x.id, static_cast<std::uint32_t>(why));
  // A peer whose mistakes make us reset streams costs what one does who resets
  // them itself.
  if (why == errc::protocol_error || why == errc::stream_closed
      || why == errc::flow_control_error)
    judge(resets);
}

void connection::core::stop_peer(stream& x) {
  if (x.left && x.unwanted && !x.ended)
    reset(x, errc::no_error);
}

void connection::core::close(stream_id id, errc why) {
  auto x = streams.extract(id);
  if (!x)
    return;
  order.remove(*x);
  // What nobody will report any more must not narrow the others' window.
  unconsumed -= x->unconsumed;
  give_back(x->unconsumed);
  if (why == errc::no_error)
    why = x->fault;
  auto whole = x->ended && x->ends && x->waiting() == 0;
  // A server's user has not heard of a stream before its head.
  if (x->has_head || !is_server)
    to.on_closed(id, {.whole = whole && why == errc::no_error,
                      .why = why,
                      .by_peer = x->reset_by_peer});
  keep(std::move(x));
}

/// For streams that come: some large ones of a connection that is busy. One
/// without a body costs less if it is made anew where another was just now.
void connection::core::keep(stream_ptr x) {
  auto idle = streams.empty();
  auto size = x->body.capacity();
  if (size > std::string{}.capacity() && spares.size() < kept_streams)
    spares.push_back(std::move(x));
  if (idle)
    frames.rest();
  if (size <= kept_body && !idle)
    return;
  auto most = idle ? std::size_t{1} : kept_streams;
  auto bound = idle ? kept_body : kept_bodies;
  auto kept = std::size_t{0};
  std::erase_if(spares, [&](auto& spare) {
    auto room = spare->body.capacity();
    kept += room;
    return kept > bound && room > kept_body;
  });
  if (spares.size() > most)
    spares.resize(most);
}

void connection::core::give_back(std::size_t n) {
  if (auto step = ended ? 0 : in.give_back(n))
    say_number(frame_type::window_update, 0, step);
}

void connection::core::give_back(stream& x, std::size_t n) {
  give_back(n);
  if (x.ended || x.over || ended)
    return;
  if (auto step = x.in.give_back(n))
    say_number(frame_type::window_update, x.id, step);
}

void connection::core::judge(allowance& of) {
  if (!of.take(now))
    end(errc::enhance_your_calm,
        "the peer does too much that leads to nothing");
}

void connection::core::end(errc why, std::string_view in_words) {
  if (ended)
    return;
  owner.problem_ = in_words;
  terminate(why);
}

void connection::core::terminate(errc why) {
  if (std::exchange(ended, true))
    return;
  if (why != errc::no_error) {
    owner.fault_ = why;
    if (owner.problem_.empty())
      owner.problem_ = to_string(why);
  }
  say_goaway(std::min(last_taken, last_allowed), why, owner.problem_);
}

void connection::core::say_goaway(stream_id last, errc why,
                                  std::string_view in_words) {
  auto text = std::string{};
  append_number(text, static_cast<std::uint32_t>(last));
  append_number(text, static_cast<std::uint32_t>(why));
  say({.type = frame_type::goaway}, text.append(in_words));
}

} // namespace troupe::codecs::http2

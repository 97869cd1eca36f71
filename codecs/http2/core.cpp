#include "codecs/http2/core.hpp"

#include "codecs/http2/hooks.hpp"
#include "codecs/http2/memory.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace troupe::codecs::http2 {

namespace {

using option_ptr
  = std::unique_ptr<nghttp2_option, freed_by<nghttp2_option_del>>;

/// Windows that open by less than that are not worth a frame, unless they say
/// that a small frame of ours has arrived.
constexpr auto small_step = 256;
constexpr auto max_small_steps = 1000u;

/// What is kept of streams for those that come after them: for as many requests
/// at once as a browser or a load generator makes.
constexpr auto kept_streams = std::size_t{32};
constexpr auto kept_body = std::size_t{4096};
constexpr auto kept_bodies = std::size_t{1024 * 1024};

option_ptr options_for(const options& wish) {
  auto result = made_by<nghttp2_option_new, option_ptr>();
  auto* to = result.get();
  nghttp2_option_set_no_auto_window_update(to, 1);
  nghttp2_option_set_no_closed_streams(to, 1);
  nghttp2_option_set_builtin_recv_extension_type(to, NGHTTP2_PRIORITY_UPDATE);
  nghttp2_option_set_max_continuations(to, wish.max_continuations);
  nghttp2_option_set_no_http_messaging(to, 1); // ours has rules of its own
  // Ours is stricter, and says enhance_your_calm.
  nghttp2_option_set_stream_reset_rate_limit(to, 1u << 30, 1u << 20);
  return result;
}

} // namespace

connection::core::core(const options& wish, bool serves, connection& whose,
                       events& whom)
  : owner(whose), to(whom), is_server(serves), reader(wish.max_head),
    takes_protocol(wish.extended_connect),
    // What a backend sends for a stream that is over was on its way.
    finder(is_server ? NGHTTP2_CLIENT_MAGIC_LEN : 0, wish.max_frame, is_server),
    resets(wish.resets), idle_frames(wish.idle_frames) {
  auto how = options_for(wish);
  auto* x = static_cast<nghttp2_session*>(nullptr);
  auto make
    = is_server ? nghttp2_session_server_new3 : nghttp2_session_client_new3;
  // nghttp2 copies what it is given.
  if (make(&x, hooks::all(), this, how.get(), pooled_memory()) != 0)
    throw std::bad_alloc{};
  session.reset(x);
  auto settings = std::array<nghttp2_settings_entry, 8>{};
  auto count = std::size_t{0};
  auto say = [&](nghttp2_settings_id id, std::uint32_t value) {
    settings[count++] = {.settings_id = id, .value = value};
  };
  say(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, wish.window);
  say(NGHTTP2_SETTINGS_MAX_FRAME_SIZE, wish.max_frame);
  say(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, wish.max_head);
  say(NGHTTP2_SETTINGS_HEADER_TABLE_SIZE, wish.max_table);
  if (is_server) {
    say(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, wish.max_streams);
    say(NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1); // RFC 9218 section 2.1
    if (wish.extended_connect)
      say(NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL, 1);
  } else {
    say(NGHTTP2_SETTINGS_ENABLE_PUSH, 0);
  }
  auto window = static_cast<std::int32_t>(wish.connection_window);
  if (nghttp2_submit_settings(x, NGHTTP2_FLAG_NONE, settings.data(), count) != 0
      || nghttp2_session_set_local_window_size(x, NGHTTP2_FLAG_NONE, 0, window)
           != 0)
    throw std::bad_alloc{};
}

connection::stream& connection::core::open(stream_id id) {
  auto fresh = stream_ptr{};
  if (spares.empty()) {
    fresh = std::make_unique<stream>(id);
  } else {
    fresh = std::move(spares.back());
    spares.pop_back();
    fresh->begin(id);
  }
  auto& result = *fresh;
  streams.insert(id, std::move(fresh));
  return result;
}

void connection::core::read(octets input) {
  auto* data = reinterpret_cast<const std::uint8_t*>(input.data());
  auto n = nghttp2_session_mem_recv(session.get(), data, input.size());
  if (thrown)
    std::rethrow_exception(std::exchange(thrown, nullptr));
  if (n >= 0)
    return;
  auto why = errc::internal_error;
  if (n == NGHTTP2_ERR_BAD_CLIENT_MAGIC)
    why = errc::protocol_error;
  else if (n == NGHTTP2_ERR_FLOODED || n == NGHTTP2_ERR_TOO_MANY_CONTINUATIONS)
    why = errc::enhance_your_calm;
  end(why, nghttp2_strerror(static_cast<int>(n)));
}

void connection::core::verify(stream_id id) {
  if (!is_server || id % 2 == 0 || find(id))
    return;
  if (auto fault = history.fault_of(id))
    end(*fault, "a frame for a stream that is closed");
}

void connection::core::verify_found() {
  using kind = frame_finder::kind;
  auto id = finder.stream();
  auto other = finder.referred();
  switch (finder.found()) {
    case kind::none: break;
    case kind::data: verify(id); break;
    case kind::fault: end(finder.fault(), "a frame that cannot be"); break;
    case kind::priority: // RFC 7540 section 5.3.1
      if (id == other && find(id))
        owner.reset(id, errc::protocol_error);
      else if (id == other)
        end(errc::protocol_error, "PRIORITY: depends on itself");
      break;
    case kind::priority_update: // RFC 9218 section 7.1
      if (other == 0)
        end(errc::protocol_error, "PRIORITY_UPDATE: of stream 0");
      break;
  }
}

// -- what came ----------------------------------------------------------------

/// What nghttp2 passes over tells on_frame() nothing: the priorities of RFC
/// 7540, and frames that nobody knows.
int connection::core::on_begin_frame(const nghttp2_frame_hd& head) {
  if (head.type == NGHTTP2_SETTINGS)
    note_windows();
  if (head.type == NGHTTP2_PRIORITY || head.type > NGHTTP2_CONTINUATION)
    judge(idle_frames);
  if (head.type == NGHTTP2_HEADERS)
    verify(head.stream_id);
  return 0;
}

int connection::core::on_invalid_frame(const nghttp2_frame& frame) {
  if (is_server && frame.hd.stream_id % 2 == 1)
    history.reset(frame.hd.stream_id);
  return 0;
}

int connection::core::on_frame(const nghttp2_frame& frame) {
  if (!owner.problem_.empty())
    return 0;
  auto id = frame.hd.stream_id;
  auto ends = (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  switch (frame.hd.type) {
    case NGHTTP2_HEADERS: return on_head(frame);
    case NGHTTP2_DATA:
      if (auto* x = ends ? find(id) : nullptr; x && !x->message.complete()) {
        refuse(id);
      } else if (ends) {
        trailers.clear();
        on_ended(id, trailers);
      } else if (frame.hd.length <= frame.data.padlen) {
        judge(idle_frames);
      }
      break;
    case NGHTTP2_RST_STREAM:
      if (auto* x = find(id))
        x->reset_by_peer = true;
      judge(resets);
      break;
    case NGHTTP2_PING:
      if (frame.hd.flags & NGHTTP2_FLAG_ACK)
        to.on_pong();
      else
        judge(idle_frames);
      break;
    case NGHTTP2_WINDOW_UPDATE:
      if (frame.window_update.window_size_increment >= small_step)
        break;
      if (small_steps > 0)
        --small_steps;
      else
        judge(idle_frames);
      break;
    case NGHTTP2_SETTINGS:
      if (!(frame.hd.flags & NGHTTP2_FLAG_ACK)) {
        judge(idle_frames);
        if (overflows(frame.settings))
          end(errc::flow_control_error, "SETTINGS: a window overflows");
        owner.on_settings();
      }
      break;
    case NGHTTP2_PRIORITY_UPDATE: take_priority(frame.ext); break;
    case NGHTTP2_GOAWAY:
      to.on_goaway(frame.goaway.last_stream_id,
                   errc_of(frame.goaway.error_code));
      break;
    default: break;
  }
  return 0;
}

void connection::core::on_ended(stream_id id, fields::map& with) {
  // on_head() may have reset it.
  if (auto* x = find(id); x && x->has_head) {
    x->ended = true;
    if (!x->unwanted)
      to.on_end(id, with);
  }
}

int connection::core::on_data(stream_id id, octets piece) {
  auto* x = find(id);
  if (x && !x->message.take_content(piece.size())) {
    refuse(id);
    return nghttp2_session_consume_connection(session.get(), piece.size());
  }
  if (!x || !x->has_head || x->unwanted || !owner.problem_.empty())
    return nghttp2_session_consume(session.get(), id, piece.size());
  x->unconsumed += piece.size();
  unconsumed += piece.size();
  to.on_body(id, piece);
  return 0;
}

int connection::core::on_closed(stream_id id, errc why) {
  auto x = streams.extract(id);
  if (!x)
    return 0;
  // What nobody will report any more must not narrow the others' window.
  unconsumed -= x->unconsumed;
  nghttp2_session_consume_connection(session.get(), x->unconsumed);
  if (why == errc::no_error)
    why = x->fault;
  auto whole = x->ended && x->ends && x->waiting() == 0;
  // A server's user has not heard of a stream before its head.
  if (x->has_head || !is_server)
    to.on_closed(id, {.whole = whole && why == errc::no_error,
                      .why = why,
                      .by_peer = x->reset_by_peer});
  keep(std::move(x));
  return 0;
}

/// For streams that come: some large ones of a connection that is busy. One
/// without a body costs less if it is made anew where another was just now.
void connection::core::keep(stream_ptr x) {
  auto idle = streams.empty();
  auto size = x->body.capacity();
  if (size > std::string{}.capacity() && spares.size() < kept_streams)
    spares.push_back(std::move(x));
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

int connection::core::on_sent(const nghttp2_frame& frame) {
  if (frame.hd.type == NGHTTP2_GOAWAY
      && frame.goaway.error_code != NGHTTP2_NO_ERROR) {
    owner.fault_ = errc_of(frame.goaway.error_code);
    if (owner.problem_.empty())
      owner.problem_
        = text_of(frame.goaway.opaque_data, frame.goaway.opaque_data_len);
    if (owner.problem_.empty())
      owner.problem_ = to_string(owner.fault_);
  }
  auto ends
    = (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0
      && (frame.hd.type == NGHTTP2_DATA || frame.hd.type == NGHTTP2_HEADERS);
  if (auto* x = ends ? find(frame.hd.stream_id) : nullptr) {
    x->left = true;
    stop_peer(*x);
  }
  // A peer whose mistakes make us reset streams costs what one does who resets
  // them itself.
  if (frame.hd.type == NGHTTP2_RST_STREAM) {
    if (is_server)
      history.reset(frame.hd.stream_id);
    auto code = errc_of(frame.rst_stream.error_code);
    if (code == errc::protocol_error || code == errc::stream_closed
        || code == errc::flow_control_error || code == errc::frame_size_error)
      judge(resets);
  }
  return 0;
}

void connection::core::stop_peer(stream& x) {
  if (x.left && x.unwanted && !x.ended)
    owner.reset(x.id, errc::no_error);
}

void connection::core::note_windows() {
  auto* x = session.get();
  widest = 0;
  streams.for_each([&](stream_id id, auto&) {
    widest = std::max<std::int64_t>(
      widest, nghttp2_session_get_stream_remote_window_size(x, id));
  });
  widest -= nghttp2_session_get_remote_settings(
    x, NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE);
}

bool connection::core::overflows(const nghttp2_settings& by) const noexcept {
  auto entries = std::span{by.iv, by.niv};
  return !streams.empty() && std::ranges::any_of(entries, [this](auto& x) {
    return x.settings_id == NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE
           && widest + x.value > NGHTTP2_MAX_WINDOW_SIZE;
  });
}

void connection::core::judge(allowance& of) {
  if (!of.take(now))
    end(errc::enhance_your_calm,
        "the peer does too much that leads to nothing");
}

void connection::core::end(errc why, std::string_view in_words) {
  if (!owner.problem_.empty())
    return;
  owner.problem_ = in_words;
  owner.terminate(why);
}

// -- what goes ----------------------------------------------------------------

void connection::core::note_more(stream& x) {
  x.full = x.waiting() > enough;
  wake(x);
}

void connection::core::wake(stream& x) {
  if (std::exchange(x.sleeps, false))
    nghttp2_session_resume_data(session.get(), x.id);
}

ssize_t connection::core::wants_body(stream& x, std::size_t most,
                                     std::uint32_t& flags) {
  auto n = std::min(most, x.waiting());
  if (n == 0 && !x.ends) {
    x.sleeps = true;
    return NGHTTP2_ERR_DEFERRED;
  }
  if (n == 0 && x.breaks_off) {
    owner.reset(x.id, x.break_code);
    x.sleeps = true;
    return NGHTTP2_ERR_DEFERRED;
  }
  flags |= NGHTTP2_DATA_FLAG_NO_COPY;
  if (x.ends && !x.breaks_off && n == x.waiting()) {
    flags |= NGHTTP2_DATA_FLAG_EOF;
    if (x.trailers) {
      block.set_trailers(*x.trailers);
      if (block.size() > 0) {
        flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
        nghttp2_submit_trailer(session.get(), x.id, block.data(), block.size());
      }
    }
  }
  return static_cast<ssize_t>(n);
}

int connection::core::take_body(stream& x, const std::uint8_t* frame_head,
                                std::size_t n) {
  constexpr auto head_size = std::size_t{9};
  auto& text = sink->text();
  text.append(text_of(frame_head, head_size));
  auto kept = std::min(n, x.kept());
  text.append(x.body, x.taken, kept);
  x.taken += kept;
  if (n > kept) {
    sink->borrow(x.lent.first(n - kept));
    x.lent = x.lent.subspan(n - kept);
  }
  note_pulled(head_size + n);
  if (x.waiting() == 0) {
    x.body.clear();
    x.taken = 0;
    // Not the peer's window has made it small. It may open two: the stream's
    // and that of the connection.
    small_steps = std::min(small_steps + 2, max_small_steps);
  } else {
    to.on_progress(x.id);
  }
  if (x.full && x.waiting() <= enough * 3 / 4) {
    x.full = false;
    to.on_room(x.id);
  }
  return wanted > 0 ? 0 : NGHTTP2_ERR_PAUSE;
}

} // namespace troupe::codecs::http2

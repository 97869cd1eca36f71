// The part of the core that takes heads and trailers.

#include "codecs/http2/core.hpp"

#include <bit>
#include <utility>

namespace troupe::codecs::http2 {

namespace {

/// Takes away what says how much padding there is, and gives that; whoever
/// takes away more from the front looks if there is as much behind.
std::size_t take_padding(const frame_head& head, octets& payload) noexcept {
  if (!head.has(flag::padded))
    return 0;
  auto result = std::to_integer<std::size_t>(payload.front());
  payload = payload.subspan(1);
  return result;
}

constexpr auto too_much_padding = std::string_view{"more padding than a frame"};

} // namespace

void connection::core::take_headers(const frame_head& head, octets payload) {
  constexpr auto priority_size = std::size_t{5};
  auto padding = take_padding(head, payload);
  block.stream = head.stream;
  block.promised = 0;
  block.ends = head.has(flag::end_stream);
  block.depends_on_itself = false;
  if (head.has(flag::has_priority)) {
    block.depends_on_itself = read_number_31(payload) == head.stream;
    payload = payload.subspan(priority_size);
  }
  if (padding > payload.size())
    return end(errc::protocol_error, too_much_padding);
  begin_block(head, payload.first(payload.size() - padding));
}

/// We have said that we want none (SETTINGS_ENABLE_PUSH); one may have been on
/// its way.
void connection::core::take_promise(const frame_head& head, octets payload) {
  auto padding = take_padding(head, payload);
  auto promised = read_number_31(payload);
  payload = payload.subspan(4);
  if (is_server || acknowledged || promised % 2 != 0
      || promised <= last_promised || is_idle(head.stream))
    return end(errc::protocol_error, "PUSH_PROMISE: nobody wants it");
  if (padding > payload.size())
    return end(errc::protocol_error, too_much_padding);
  last_promised = promised;
  block.stream = head.stream;
  block.promised = promised;
  begin_block(head, payload.first(payload.size() - padding));
}

void connection::core::begin_block(const frame_head& head, octets payload) {
  if (head.has(flag::end_headers))
    return take_block(payload);
  block.continuations = 0;
  block.text = as_text(payload);
}

void connection::core::take_continuation(const frame_head& head,
                                         octets payload) {
  if (++block.continuations > ours.max_continuations)
    return end(errc::enhance_your_calm, "a head that does not end");
  block.text.append(as_text(payload));
  if (!head.has(flag::end_headers))
    return;
  auto text = std::exchange(block.text, {});
  take_block(as_octets(text));
}

/// All of it is read in any case, for the table depends on it.
void connection::core::take_block(octets text) {
  auto id = std::exchange(block.stream, 0);
  if (block.promised != 0) {
    pass_over(text);
    say_number(frame_type::rst_stream, block.promised,
               static_cast<std::uint32_t>(errc::refused_stream));
    return;
  }
  auto* x = stream_for_head(id);
  if (ended)
    return;
  if (!x)
    return pass_over(text);
  reader.begin(x->message);
  auto is_good = true;
  auto is_read = decoder.decode(text, [&](const hpack::field& field) {
    is_good = is_good
              && reader.add(std::bit_cast<field_note>(field.note), field.name,
                            field.value);
  });
  if (!is_read)
    return end(errc::compression_error, "HPACK: a block that cannot be");
  is_good = is_good && !block.depends_on_itself && reader.end(block.ends);
  x->message = reader.message();
  if (is_good)
    take_head(id);
  else
    refuse(*x);
}

void connection::core::pass_over(octets text) {
  if (!decoder.decode(text, [](const hpack::field&) {}))
    end(errc::compression_error, "HPACK: a block that cannot be");
}

/// Null: nobody's.
connection::stream* connection::core::stream_for_head(stream_id id) {
  if (auto* x = find(id)) {
    if (x->ended)
      reset(*x, errc::stream_closed);
    return x->over ? nullptr : x;
  }
  if (!is_server || id % 2 == 0 || !is_idle(id)) {
    verify(id);
    return nullptr;
  }
  history.opened(id);
  if (id > last_allowed)
    return nullptr;
  if (active() >= ours.max_streams) {
    history.reset(id);
    say_number(frame_type::rst_stream, id,
               static_cast<std::uint32_t>(errc::refused_stream));
    judge(resets);
    return nullptr;
  }
  last_taken = id;
  auto& x = open(id);
  x.message.begin_request(ours.extended_connect);
  for (auto& [of, asked] : early)
    if (of == id) {
      heed(x, asked);
      x.updated = true;
    }
  std::erase_if(early, [&](auto& y) { return y.first <= id; });
  return &x;
}

/// The reader has it.
void connection::core::take_head(stream_id id) {
  auto ends = block.ends;
  if (find(id)->has_head) {
    reader.read_trailers(trailers);
    on_ended(id, trailers);
    return;
  }
  owner.on_head(id, ends);
  if (ends) {
    trailers.clear();
    on_ended(id, trailers);
  }
}

} // namespace troupe::codecs::http2

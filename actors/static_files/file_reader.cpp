#include "actors/static_files/file_reader.hpp"

#include <fmt/format.h>

#include <exception>
#include <span>
#include <string>
#include <utility>

namespace troupe::actors {

namespace {

using self_ptr = file_reader_actor::stateful_pointer<file_reader_state>;
using runtime::files::file_state;
using runtime::files::open_file;

/// Rewritten, or shorter. One that has grown still has what was promised.
bool has_changed(const file_state& then, const file_state& now) noexcept {
  return now.size < then.size
         || (now.size == then.size && now.modified != then.modified);
}

failure disk_failure(const std::error_code& why) {
  return {proxy_errc::service_failed, "file: " + text_of(why.value())};
}

void fill(file_piece& piece, const open_file& file) {
  if (piece.octets.size() < piece.size)
    piece.octets.resize(piece.size);
  auto got = file.read(std::span{piece.octets}.first(piece.size), piece.offset);
  if (!got) {
    piece.why = disk_failure(got.error());
    return;
  }
  auto now = file.look();
  if (!now)
    piece.why = disk_failure(now.error());
  else if (*got < piece.size || has_changed(file.state(), *now))
    piece.why = {proxy_errc::service_failed, "the file has changed"};
}

std::string make_boundary(std::random_device& random) {
  auto text = std::string{};
  for (auto i = 0; i < 4; ++i)
    fmt::format_to(std::back_inserter(text), "{:08x}", random());
  return text;
}

file_piece_ptr read_first(const open_file& file, const response_plan& plan) {
  auto wanted = read_schedule{plan.parts}.next();
  if (!wanted)
    return nullptr;
  auto piece = std::make_shared<file_piece>();
  piece->offset = wanted->offset;
  piece->size = wanted->size;
  fill(*piece, file);
  return piece;
}

void answer_from(found_file found, const file_request& request,
                 std::random_device& random, file_answer& to) {
  auto boundary = request.fields.has(codecs::fields::name::range)
                    ? make_boundary(random)
                    : std::string{};
  to.plan = plan_response(
    request,
    {.state = found.file->state(), .type = found.type, .coding = found.coding},
    boundary);
  if (request.method == codecs::http::method::head)
    to.plan.parts.clear(); // the length says what there would be
  to.first = read_first(*found.file, to.plan);
  if (to.first)
    to.why = to.first->why;
  to.file = std::move(found.file);
}

void answer(const file_request& request, std::random_device& random,
            file_answer& to) {
  auto outcome = look_up(request);
  if (auto* found = std::get_if<found_file>(&outcome))
    answer_from(std::move(*found), request, random, to);
  else if (auto* plan = std::get_if<response_plan>(&outcome))
    to.plan = std::move(*plan);
  else
    to.why = std::move(std::get<failure>(outcome));
}

requested_file_opened open(const open_requested_file& x,
                           std::random_device& random) {
  if (!x.wish->stands)
    return {};
  auto result = std::make_shared<file_answer>();
  try {
    answer(*x.request, random, *result);
  } catch (const std::exception& e) {
    result->why = {proxy_errc::out_of_resources, e.what()};
  }
  return {std::move(result)};
}

file_piece_read read(const read_file_piece& x) {
  if (!x.wish->stands)
    return {x.piece};
  try {
    fill(*x.piece, *x.file);
  } catch (const std::exception& e) {
    x.piece->why = {proxy_errc::out_of_resources, e.what()};
  }
  return {x.piece};
}

} // namespace

file_reader_actor::behavior_type
file_reader(self_ptr self, std::shared_ptr<std::random_device> random) {
  self->state.random = std::move(random);
  return {
    [self](const open_requested_file& x) {
      return open(x, *self->state.random);
    },
    [](const read_file_piece& x) { return read(x); },
  };
}

} // namespace troupe::actors

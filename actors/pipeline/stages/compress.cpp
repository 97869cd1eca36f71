#include "actors/pipeline/stages/compress.hpp"

#include "codecs/coding/recode_head.hpp"

#include <fmt/format.h>

#include <utility>

namespace troupe::actors::stages {

using namespace runtime::config;
using codecs::fields::name;
namespace coding = codecs::coding;

namespace {

/// Of an exchange: what is done to its response.
struct compression {
  const compress* by = nullptr;
  coding::kind coding = coding::kind::identity;
  bool flushes = false;
  /// Without one if there is no body.
  coding::encoder_store::lent_encoder encoder;
};

} // namespace

std::optional<std::string> problem_with(const compress_options& x) {
  if (auto problem = problem_with(x.coding))
    return problem;
  for (auto& offer : x.coding.offers)
    if (auto needed = memory_of(offer.coding, offer.level); needed > x.memory)
      return fmt::format("{} at level {} needs {} KiB of memory",
                         to_string(offer.coding), offer.level, needed / 1024);
  return std::nullopt;
}

void compress::response(exchange_context& x) {
  auto& mine = x.state<compression>();
  if (mine.by == this)
    mine = {}; // of a response that this one replaces
  if (mine.by != nullptr)
    return; // the route has two of us
  auto& request = x.request();
  auto& head = x.response();
  auto decision
    = policy_->decide(request.method, request.fields, head.status, head.fields);
  if (decision.what == coding::verdict::encode) {
    auto has_body = request.method != codecs::http::method::head;
    if (has_body)
      mine.encoder = encoders_.lend(decision.coding, decision.level);
    if (mine.encoder || !has_body) {
      mine.by = this;
      mine.coding = decision.coding;
      mine.flushes = !head.fields.has(name::content_length);
    } else {
      decision = {.what = coding::verdict::switched_off, .varies = true};
    }
  }
  recode_head(head.fields, decision);
}

/// Unless a stage behind this one has answered something else.
bool compress::wants_response_body(exchange_context& x) const {
  auto& mine = x.state<compression>();
  return mine.by == this
         && x.response().fields.get(name::content_encoding)
              == to_string(mine.coding);
}

void compress::response_body(exchange_context& x, body_chunk& chunk) const {
  auto& mine = x.state<compression>();
  auto coded = std::string{};
  mine.encoder->encode(chunk.bytes(), coded);
  if (chunk.last()) {
    mine.encoder->finish(coded);
    mine.encoder.reset();
  } else if (chunk.pause() && mine.flushes) {
    mine.encoder->flush(coded);
  }
  chunk.replace(std::move(coded));
}

void compress::response_trailers(exchange_context&,
                                 codecs::fields::map& trailers) const {
  coding::recode_trailers(trailers);
}

namespace {

/// "gzip", or {gzip: 6}.
void read_offer(const setting& x, std::vector<coding::coding_offer>& to,
                findings& out) {
  auto level = std::optional<std::uint64_t>{};
  auto word = std::string_view{x.value->text};
  if (x.value->what == node::kind::map && x.value->settings.size() == 1) {
    auto& only = x.value->settings.front();
    word = only.key;
    level = whole_number{}(only, out);
    if (!level)
      return;
  }
  auto found = coding::find_kind(word);
  if (!found) {
    refuse(x, "zstd, br, gzip or deflate, or one of them and its level", out);
    return;
  }
  auto usual = coding::levels_of(*found).usual;
  to.push_back(
    {.coding = *found, .level = level ? static_cast<int>(*level) : usual});
}

} // namespace

void read_compress(const setting& x, pipeline& to, findings& out) {
  auto options = compress_options{};
  section in{x, out};
  if (auto* codings = in.find("codings")) {
    options.coding.offers.clear();
    for (auto& one : items_of(*codings, "coding", out))
      read_offer(one, options.coding.offers, out);
  }
  in.bind("types", options.coding.media_types,
          text_list{.item = "type", .wanted = "a media type"});
  in.bind("least", options.coding.smallest, size{});
  in.bind("memory", options.memory, size{});
  in.close();
  if (auto wrong = problem_with(options))
    out.add(place_of(x), *wrong);
  else
    to.add(compress{options});
}

} // namespace troupe::actors::stages

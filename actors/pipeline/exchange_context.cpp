#include "actors/pipeline/exchange_context.hpp"

#include "actors/exchange/begin.hpp"
#include "actors/exchange/site.hpp"

namespace troupe::actors {

namespace uri = codecs::uri;

bool exchange_context::target(std::string_view text) {
  auto& fields = request_->fields;
  auto parsed = uri::parse_request_target(fields.keep(text), false);
  if (!parsed || parsed->form != uri::target_form::origin)
    return false;
  request_->target = *parsed;
  return true;
}

bool exchange_context::authority(std::string_view text) {
  if (!uri::parse_authority(text))
    return false;
  request_->fields.set("Host", text);
  request_->authority = request_->fields.get(codecs::fields::name::host);
  return true;
}

bool exchange_context::begin_beside(std::string_view upstream,
                                    exchange_ptr& place, session_side& session,
                                    const codecs::http1::request_head& head,
                                    const client_info& client,
                                    attempt_watcher* watcher) const {
  auto* there = site_->upstream(upstream);
  if (there)
    begin_exchange(place, session, *tools_, there, head, client, watcher);
  return there != nullptr;
}

} // namespace troupe::actors

#include "codecs/http/conditions.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/http/date_parser.hpp"

namespace troupe::codecs::http {

namespace {

using fields::name;

/// Does one of the tags that the field lists match, or is it "*"?
template <class Match>
bool lists(const fields::map& request, name id, const validators& present,
           Match match) noexcept {
  auto found = false;
  for (auto& x : request) {
    if (x.id != id)
      continue;
    if (trim(x.value) == "*")
      return true;
    for_each_entity_tag(x.value, [&](const entity_tag& tag) {
      found = found || (present.tag && match(tag, *present.tag));
    });
  }
  return found;
}

/// The date of a field that stands there once and is one, where there is
/// another to compare it with.
std::optional<std::time_t> date_of(const fields::map& request, name id,
                                   const validators& present,
                                   std::time_t now) noexcept {
  if (!present.modified || !request.has(id) || request.repeated(id))
    return std::nullopt;
  return parse_date(trim(request.get(id)), now);
}

} // namespace

condition evaluate_conditions(const fields::map& request, method asked,
                              const validators& present,
                              std::time_t now) noexcept {
  auto reads = asked == method::get || asked == method::head;
  if (request.has(name::if_match)) {
    if (!lists(request, name::if_match, present, match_strongly))
      return condition::precondition_failed;
  } else if (auto since
             = date_of(request, name::if_unmodified_since, present, now)) {
    if (*present.modified > *since)
      return condition::precondition_failed;
  }
  if (request.has(name::if_none_match)) {
    if (lists(request, name::if_none_match, present, match_weakly))
      return reads ? condition::not_modified : condition::precondition_failed;
  } else if (auto since
             = date_of(request, name::if_modified_since, present, now);
             since && reads) {
    if (*present.modified <= *since)
      return condition::not_modified;
  }
  return condition::holds;
}

bool range_applies(const fields::map& request, const validators& present,
                   std::time_t now) noexcept {
  if (!request.has(name::if_range))
    return true;
  if (request.repeated(name::if_range))
    return false;
  auto value = trim(request.get(name::if_range));
  if (auto tag = parse_entity_tag(value))
    return present.tag && match_strongly(*tag, *present.tag);
  auto date = parse_date(value, now);
  return date && present.modified && *date == *present.modified
         && *present.modified < now - 1;
}

} // namespace troupe::codecs::http

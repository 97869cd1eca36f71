#include "codecs/coding/coded_content.hpp"

#include "codecs/fields/list.hpp"

namespace troupe::codecs::coding {

coding_list codings_of(const fields::map& head) {
  coding_list all;
  fields::for_each_element(head, fields::name::content_encoding, [&](auto x) {
    auto known = find_kind(x);
    if (known == kind::identity)
      return;
    ++all.size;
    all.last = known;
  });
  return all;
}

bool forbids_transformation(const fields::map& head) {
  return fields::has_element(head, fields::name::cache_control, "no-transform");
}

} // namespace troupe::codecs::coding

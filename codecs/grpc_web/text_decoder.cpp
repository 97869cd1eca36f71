#include "codecs/grpc_web/text_decoder.hpp"

#include "codecs/base/base64.hpp"

#include <algorithm>

namespace troupe::codecs::grpc_web {

namespace {

constexpr auto quantum = std::size_t{4};

} // namespace

bool text_decoder::feed(octets input, std::string& out) {
  auto text = as_text(input);
  if (!held_.empty()) {
    auto n = std::min(quantum - held_.size(), text.size());
    held_.append(text.substr(0, n));
    text.remove_prefix(n);
    if (held_.size() < quantum)
      return true;
    if (!decode(held_, out))
      return false;
    held_.clear();
  }
  auto whole = text.size() / quantum * quantum;
  held_.assign(text.substr(whole));
  return decode(text.substr(0, whole), out);
}

bool text_decoder::decode(std::string_view quanta, std::string& out) const {
  while (!quanta.empty()) {
    auto padding = quanta.find('=');
    auto end = padding == quanta.npos ? quanta.size()
                                      : padding / quantum * quantum + quantum;
    auto segment = from_base64(quanta.substr(0, end));
    if (!segment)
      return false;
    out.append(*segment);
    quanta.remove_prefix(end);
  }
  return true;
}

} // namespace troupe::codecs::grpc_web

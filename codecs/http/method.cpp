#include "codecs/http/method.hpp"

namespace troupe::codecs::http {

namespace {

method either(std::string_view text, method x) noexcept {
  return text == to_string(x) ? x : method::other;
}

} // namespace

method find_method(std::string_view text) noexcept {
  switch (text.size()) {
    case 3:
      return text.front() == 'G' ? either(text, method::get)
                                 : either(text, method::put);
    case 4:
      return text.front() == 'P' ? either(text, method::post)
                                 : either(text, method::head);
    case 5:
      return text.front() == 'P' ? either(text, method::patch)
                                 : either(text, method::trace);
    case 6: return either(text, method::delete_);
    case 7:
      return text.front() == 'O' ? either(text, method::options)
                                 : either(text, method::connect);
    default: return method::other;
  }
}

std::string_view to_string(method x) noexcept {
  switch (x) {
    case method::other: return "other";
    case method::get: return "GET";
    case method::head: return "HEAD";
    case method::post: return "POST";
    case method::put: return "PUT";
    case method::delete_: return "DELETE";
    case method::connect: return "CONNECT";
    case method::options: return "OPTIONS";
    case method::trace: return "TRACE";
    case method::patch: return "PATCH";
  }
  return "other";
}

bool is_idempotent(method x) noexcept {
  return is_safe(x) || x == method::put || x == method::delete_;
}

bool is_safe(method x) noexcept {
  return x == method::get || x == method::head || x == method::options
         || x == method::trace;
}

} // namespace troupe::codecs::http

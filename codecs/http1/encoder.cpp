#include "codecs/http1/encoder.hpp"

#include "codecs/http/hop_by_hop.hpp"

#include <array>
#include <charconv>

namespace troupe::codecs::http1 {

namespace {

void write_number(std::string& out, std::uint64_t x, int base) {
  std::array<char, 20> digits; // of 2^64 - 1 in decimal
  auto end
    = std::to_chars(digits.data(), digits.data() + digits.size(), x, base).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

} // namespace

void write_request_line(std::string& out, std::string_view method,
                        std::string_view target) {
  out.append(method);
  out.push_back(' ');
  out.append(target);
  out.append(request_line_end);
}

void write_status_line(std::string& out, http::status code,
                       std::string_view reason) {
  out.append("HTTP/1.1 ");
  write_number(out, code, 10);
  out.push_back(' ');
  out.append(reason.empty() ? http::reason_phrase(code) : reason);
  out.append("\r\n");
}

void write_field(std::string& out, std::string_view name,
                 std::string_view value) {
  out.append(name);
  out.append(": ");
  out.append(value);
  out.append("\r\n");
}

void write_field(std::string& out, std::string_view name, std::uint64_t value) {
  out.append(name);
  out.append(": ");
  write_number(out, value, 10);
  out.append("\r\n");
}

void write_via(std::string& out, http::version received,
               std::string_view pseudonym) {
  out.append("Via: ");
  write_via_value(out, received, pseudonym);
  out.append("\r\n");
}

void write_via_value(std::string& out, http::version received,
                     std::string_view pseudonym) {
  out.append(http::via_name(received)).append(1, ' ').append(pseudonym);
}

void write_chunk_begin(std::string& out, std::uint64_t size) {
  write_number(out, size, 16);
  out.append("\r\n");
}

void write_last_chunk(std::string& out, const fields::map& trailers) {
  out.append("0\r\n");
  write_fields(out, trailers, [](const fields::field& x) {
    return !http::forbidden_in_trailers(x);
  });
  end_head(out);
}

} // namespace troupe::codecs::http1

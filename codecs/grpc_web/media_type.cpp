#include "codecs/grpc_web/media_type.hpp"

#include "codecs/base/ascii.hpp"

namespace troupe::codecs::grpc_web {

namespace {

constexpr auto grpc = std::string_view{"application/grpc"};
constexpr auto web = std::string_view{"application/grpc-web"};
constexpr auto web_text = std::string_view{"application/grpc-web-text"};

/// What follows the name, if that is what `value` begins with.
std::optional<std::string_view> after(std::string_view name,
                                      std::string_view value) noexcept {
  if (!same_text(value.substr(0, name.size()), name))
    return std::nullopt;
  auto rest = value.substr(name.size());
  if (!rest.empty()
      && std::string_view{"+; \t"}.find(rest.front()) == rest.npos)
    return std::nullopt;
  return rest;
}

} // namespace

std::optional<media_type> read_media_type(std::string_view value) noexcept {
  if (auto rest = after(web_text, value))
    return media_type{.text = true, .of_message = *rest};
  if (auto rest = after(web, value))
    return media_type{.text = false, .of_message = *rest};
  return std::nullopt;
}

std::optional<std::string_view> grpc_message(std::string_view value) noexcept {
  return after(grpc, value);
}

std::string to_grpc(const media_type& x) {
  return std::string{grpc}.append(x.of_message);
}

std::string to_string(const media_type& x) {
  return std::string{x.text ? web_text : web}.append(x.of_message);
}

} // namespace troupe::codecs::grpc_web

#include "actors/discovery/backend_list.hpp"

#include "runtime/config/reader.hpp"
#include "runtime/net/address.hpp"

#include "codecs/uri/request_target.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <utility>

namespace troupe::actors {

namespace {

using namespace runtime::config;

std::optional<std::string> read_address(const setting& x, findings& out) {
  using family = runtime::net::address::family;
  auto said = text{.wanted = "an address such as 10.0.0.1:80"}(x, out);
  if (!said)
    return std::nullopt;
  auto address = runtime::net::address::parse(*said);
  auto problem = std::string{};
  if (!address)
    problem = address.error();
  else if (said->starts_with(':') || said->starts_with('*'))
    problem = *said + " names no host";
  else if (address->kind() != family::unix_path && address->port() == 0)
    problem = *said + ": no backend has port 0";
  if (problem.empty())
    return to_string(*address);
  out.add(place_of(x), fmt::format("'{}' will not do: {}", x.key, problem));
  return std::nullopt;
}

/// What Host may say, and nothing that would end that line.
std::optional<std::string> read_name(const setting& x, findings& out) {
  constexpr std::string_view wanted = "a host's name, with or without a port";
  auto said = text{.wanted = wanted}(x, out);
  if (said && codecs::uri::parse_authority(*said))
    return said;
  if (said)
    refuse(x, wanted, out);
  return std::nullopt;
}

void read_backend(const setting& x, backend_register::entry& to,
                  findings& out) {
  if (x.value->what != node::kind::map) {
    to.address = read_address(x, out).value_or("");
    to.name = to.address;
    return;
  }
  section in{x, out};
  if (auto* address = in.require("address"))
    to.address = read_address(*address, out).value_or("");
  to.name = to.address;
  in.bind("name", to.name, read_name);
  in.bind("weight", to.weight, whole_number{.most = 65535});
  auto backup = false;
  in.bind("backup", backup, boolean{});
  if (backup)
    to.tier = backend_tier::backup;
  in.close();
}

std::vector<backend_register::entry> read_list(const setting& x,
                                               findings& out) {
  auto items = items_of(x, "backend", out);
  auto result = std::vector<backend_register::entry>{};
  if (items.size() > max_listed_backends) {
    out.add(place_of(x), fmt::format("more than {} backends are listed",
                                     max_listed_backends));
    return result;
  }
  auto seen = std::map<std::string, place>{};
  for (auto& item : items) {
    auto& entry = result.emplace_back();
    read_backend(item, entry, out);
    auto [first, is_new] = seen.try_emplace(entry.address, item.at);
    if (!is_new && !entry.address.empty())
      out.add(place_of(item), fmt::format("{} is listed already, in line {}",
                                          entry.address, first->second.line));
  }
  return result;
}

std::vector<backend_register::entry> read_root(const node& root,
                                               findings& out) {
  auto whole = setting{.key = "backends", .at = root.at, .value = &root};
  if (root.what != node::kind::map)
    return read_list(whole, out);
  auto result = std::vector<backend_register::entry>{};
  section in{whole, out};
  if (auto* list = in.require("backends"))
    result = read_list(*list, out);
  in.close();
  return result;
}

std::string first_of(findings all) {
  auto found = std::move(all).take();
  auto result = to_string(found.front());
  if (found.size() > 1)
    result += fmt::format(" (and {} more)", found.size() - 1);
  return result;
}

} // namespace

codecs::result<std::vector<backend_register::entry>, std::string>
parse_backend_list(std::string_view text, const std::string& file) {
  auto out = findings{file};
  auto doc = document::parse(text, out);
  auto result = std::vector<backend_register::entry>{};
  if (doc)
    result = read_root(doc->root(), out);
  if (!out.empty())
    return first_of(std::move(out));
  return result;
}

} // namespace troupe::actors

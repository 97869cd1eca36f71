#pragma once

#include "actors/balancer/backend.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace troupe::test {

/// A backend whose id is its number, at an address that shows it.
inline actors::backend backend_number(std::uint64_t i,
                                      std::uint32_t weight = 1) {
  auto name = std::string{"10.0."};
  name.append(std::to_string(i / 250)).append(".");
  name.append(std::to_string(i % 250 + 1)).append(":80");
  return {.id = static_cast<actors::backend_id>(i),
          .name = name,
          .address = name,
          .weight = weight};
}

inline std::vector<actors::backend>
backends_weighing(std::initializer_list<std::uint32_t> weights) {
  auto result = std::vector<actors::backend>{};
  for (auto weight : weights)
    result.push_back(backend_number(result.size(), weight));
  return result;
}

inline std::vector<actors::backend> so_many_backends(std::size_t n) {
  auto result = std::vector<actors::backend>{};
  while (result.size() < n)
    result.push_back(backend_number(result.size()));
  return result;
}

} // namespace troupe::test

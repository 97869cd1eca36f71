#pragma once

#include "actors/rewrite/variables.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace troupe::actors {

/// Variables as a test has written them down.
class known_values : public variables {
public:
  known_values& set(variable_kind kind, std::string value) {
    return set_header(kind, {}, std::move(value));
  }

  known_values& set_header(variable_kind kind, std::string header,
                           std::string value) {
    values_[{kind, std::move(header)}] = std::move(value);
    return *this;
  }

  std::optional<std::string_view> find(const variable& x) const override {
    auto found = values_.find({x.kind, std::string{x.header}});
    if (found == values_.end())
      return std::nullopt;
    return found->second;
  }

private:
  std::map<std::pair<variable_kind, std::string>, std::string> values_;
};

} // namespace troupe::actors

#pragma once

#include "actors/pipeline/exchange_context.hpp"
#include "actors/rewrite/variables.hpp"

#include <string>

namespace troupe::actors::stages {

/// What templates may say of an exchange. Borrowed: the context outlives it.
class exchange_variables final : public variables {
public:
  explicit exchange_variables(exchange_context& x) noexcept : x_(x) {
    // nop
  }

  std::optional<std::string_view> find(const variable& what) const override;

private:
  std::optional<std::string_view> find_tls(variable_kind what) const;

  exchange_context& x_;
  mutable std::string scratch_;
};

} // namespace troupe::actors::stages

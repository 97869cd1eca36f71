#pragma once

#include "actors/access/access_list.hpp"
#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

#include <memory>
#include <utility>

namespace troupe::actors::stages {

/// Lets in by address: 403 for everybody else.
class access {
public:
  explicit access(access_list list)
    : list_(std::make_shared<const access_list>(std::move(list))) {
    // nop
  }

  verdict request(exchange_context& x) const;

private:
  std::shared_ptr<const access_list> list_; // of all loops
};

/// access: {rules: [{allow: 10.0.0.0/8}, {deny: all}]}
void read_access(const runtime::config::setting& x, pipeline& to,
                 runtime::config::findings& out);

} // namespace troupe::actors::stages

#pragma once

#include "actors/static_files/interface.hpp"
#include "actors/static_files/options.hpp"

#include <memory>
#include <utility>

namespace troupe::actors {

class file_porter;

/// A directory's files as the sessions of one loop see them.
class files_here {
public:
  explicit files_here(static_files_options options)
    : options_(
      std::make_shared<const static_files_options>(std::move(options))) {
    // nop
  }

  const std::shared_ptr<const static_files_options>& options() const noexcept {
    return options_;
  }
  /// That of the loop, which has one before there are requests.
  file_porter& porter() const noexcept { return *porter_; }
  const file_porter_actor& porter_actor() const noexcept { return handle_; }
  void porter(const file_porter_actor& x);

private:
  std::shared_ptr<const static_files_options> options_;
  file_porter_actor handle_; ///< keeps the other alive
  file_porter* porter_ = nullptr;
};

} // namespace troupe::actors

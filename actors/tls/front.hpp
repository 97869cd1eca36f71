#pragma once

#include "actors/tls/certificate_user.hpp"
#include "actors/tls/handshake_counters.hpp"
#include "actors/tls/options.hpp"

#include "runtime/tls/name_book.hpp"
#include "runtime/tls/server_context.hpp"

#include "codecs/base/result.hpp"

#include <memory>
#include <string>
#include <vector>

namespace troupe::actors {

/// What a listener with TLS shows, on all loops: its certificates, which change
/// while it runs, and the count of its handshakes.
class tls_front final : public certificate_user {
public:
  /// The error is a sentence that names the file.
  static codecs::result<std::shared_ptr<tls_front>, std::string>
  make(const tls_options& options);

  codecs::result<bool, std::string> reload() override;
  std::vector<std::string> files() const override;
  std::vector<runtime::tls::certificate_facts> shown_facts() const override;

  const tls_options& options() const noexcept { return options_; }
  /// The upstreams of names that pass through.
  const runtime::tls::name_book<std::string>& passes() const noexcept {
    return passes_;
  }
  /// Those that are shown now.
  std::shared_ptr<const runtime::tls::identity_book> shown() const {
    return context_->shown();
  }

  /// For a new connection.
  std::unique_ptr<runtime::tls::channel> accept() const {
    return context_->accept();
  }

  handshake_counters counters;

private:
  tls_front(tls_options options,
            std::shared_ptr<runtime::tls::server_context> context);

  tls_options options_;
  runtime::tls::name_book<std::string> passes_;
  std::shared_ptr<runtime::tls::server_context> context_;
};

/// Reads them all; the error is a sentence that names the file.
codecs::result<std::shared_ptr<const runtime::tls::identity_book>, std::string>
read_book(const std::vector<certificate_options>& from);

} // namespace troupe::actors

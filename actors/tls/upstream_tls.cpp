#include "actors/tls/upstream_tls.hpp"

#include <utility>

namespace troupe::actors {

namespace tls = runtime::tls;

namespace {

/// Of "a.example:443", "[::1]:443" or "a.example".
std::string host_in(std::string_view backend) {
  if (backend.starts_with("unix:"))
    return "localhost";
  if (backend.starts_with('['))
    return std::string{backend.substr(1, backend.find(']') - 1)};
  return std::string{backend.substr(0, backend.rfind(':'))};
}

} // namespace

codecs::result<std::shared_ptr<upstream_tls>, std::string>
upstream_tls::make(const upstream_tls_options& options) {
  auto result = std::shared_ptr<upstream_tls>{new upstream_tls{options}};
  if (auto loaded = result->reload(); !loaded)
    return loaded.error();
  return result;
}

codecs::result<bool, std::string> upstream_tls::reload() {
  auto own = std::optional<tls::identity>{};
  if (options_.identity) {
    auto read = tls::read_identity(*options_.identity);
    if (!read)
      return read.error();
    own = *std::move(read);
  }
  // Made anew in any case: the authorities may be others.
  auto made = tls::client_context::make(options_.client, own);
  if (!made)
    return made.error();
  auto guard = std::scoped_lock{mutex_};
  auto changed = own != identity_;
  context_ = *std::move(made);
  identity_ = std::move(own);
  return changed;
}

std::vector<std::string> upstream_tls::files() const {
  auto result = std::vector<std::string>{};
  auto add = [&](const std::string& x) {
    if (!x.empty())
      result.push_back(x);
  };
  add(options_.client.trust.authorities);
  add(options_.client.trust.revoked);
  if (options_.identity) {
    add(options_.identity->certificate);
    add(options_.identity->key);
  }
  return result;
}

std::vector<tls::certificate_facts> upstream_tls::shown_facts() const {
  auto guard = std::scoped_lock{mutex_};
  if (!identity_)
    return {};
  return {identity_->facts()};
}

std::shared_ptr<const tls::client_context> upstream_tls::context() const {
  auto guard = std::scoped_lock{mutex_};
  return context_;
}

tls_peer::tls_peer(std::shared_ptr<const upstream_tls> how,
                   std::string_view backend)
  : how_(std::move(how)),
    name_(how_->options().name.empty() ? host_in(backend)
                                       : how_->options().name) {
  // nop
}

std::unique_ptr<tls::channel> tls_peer::connect() {
  // Who is believed now is not asked when a session is resumed: those of
  // another context are forgotten.
  if (auto now = how_->context(); now != context_) {
    context_ = std::move(now);
    sessions_ = std::make_shared<tls::client_sessions>();
  }
  auto result = context_->connect(name_, how_->options().announced);
  result->keep_sessions(sessions_);
  return result;
}

} // namespace troupe::actors

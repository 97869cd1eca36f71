// HTTPS in front of a backend, with certificates that it makes itself, for
// whichever name a client asks for:
// tls_proxy 127.0.0.1:8443 127.0.0.1:9000 authority.pem
#include "actors/config/backend.hpp"
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"
#include "runtime/tls/issue.hpp"

#include <fstream>
#include <iostream>
#include <optional>

using namespace troupe;
using namespace std::chrono_literals;

namespace {

runtime::tls::certificate_wish wish_for(const std::string& name) {
  auto now = std::chrono::system_clock::now();
  return {.common_name = name.empty() ? "Nobody" : name,
          .names = {name.empty() ? "localhost" : name},
          .addresses = {"127.0.0.1"},
          .not_before = now - 1h,
          .not_after = now + 24h};
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: tls_proxy LISTEN BACKEND FILE-FOR-THE-AUTHORITY\n";
    return 2;
  }
  auto listen = runtime::net::address::parse(argv[1]);
  auto app = actors::upstream_options{};
  auto wrong = actors::add_backend(app, argv[2]);
  if (!listen || wrong) {
    std::cerr << (wrong ? *wrong : listen.error()) << '\n';
    return 2;
  }

  auto authority_wish = wish_for("tls_proxy's authority");
  authority_wish.is_authority = true;
  auto authority = runtime::tls::issue(authority_wish);
  if (!authority) {
    std::cerr << authority.error() << '\n';
    return 1;
  }
  std::ofstream{argv[3]} << authority->certificate;

  // [supplier]
  auto tls = actors::tls_options{};
  tls.supplier = [&authority](const std::string& name,
                              const actors::identity_answer& answer) {
    // At once, here; an actor may be asked, and answer when it likes.
    auto made = runtime::tls::issue(wish_for(name), &*authority);
    auto id = made
                ? runtime::tls::identity::from_pem(made->certificate, made->key)
                : made.error();
    answer(id ? std::optional{*std::move(id)} : std::nullopt);
  };
  // [supplier]

  actors::proxy_options options;
  options.loops = 1;
  options.listeners.push_back(
    {.listen = {.address = *listen}, .socket = {}, .tls = std::move(tls)});
  options.upstreams.emplace("app", std::move(app));
  options.routes.push_back({.match = {.path = "/"}, .upstream = "app"});

  std::cout << "curl --cacert " << argv[3]
            << " https://localhost:" << listen->port() << "/\n"
            << std::flush;
  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}

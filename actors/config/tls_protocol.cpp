#include "actors/config/tls_protocol.hpp"

namespace troupe::actors {

namespace {

using namespace runtime::config;
using runtime::tls::version;

void read_versions(const setting& x, runtime::tls::protocol_options& to,
                   findings& out) {
  const auto one
    = choice<version>{{{"1.2", version::tls_1_2}, {"1.3", version::tls_1_3}}};
  section in{x, out};
  in.bind("least", to.least, one);
  in.bind("most", to.most, one);
  in.close();
  if (to.least > to.most)
    out.add(place_of(x), "'least' should not be above 'most'");
}

} // namespace

void bind_protocol(section& in, runtime::tls::protocol_options& to) {
  if (auto* versions = in.find("versions"))
    read_versions(*versions, to, in.out());
  in.bind("ciphers", to.ciphers, text{.wanted = "a list of OpenSSL's"});
  in.bind("suites", to.suites, text{.wanted = "a list of OpenSSL's"});
  in.bind("groups", to.groups, text{.wanted = "a list of OpenSSL's"});
  in.bind("key_log", to.key_log, text{.wanted = "the path of a file"});
}

} // namespace troupe::actors

#pragma once

#include "runtime/dns/answer.hpp"
#include "runtime/dns/channel.hpp"
#include "runtime/dns/options.hpp"
#include "runtime/dns/question.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace troupe::runtime::dns {

/// Looks names up without blocking its loop: it asks name servers over UDP,
/// and over TCP what is too long for that. Remembers nothing, for what an
/// answer is worth and for how long is known to whoever asked (its TTL). Reads
/// the hosts file for each host: small and local, yet nothing for a request.
///
/// Callbacks are called on the loop, once, and never before ask_...() has
/// returned; they may ask, withdraw, and destroy the resolver. If that goes
/// while questions are under way, they are answered with `cancelled`. Belongs
/// to the loop's thread.
class resolver {
public:
  /// Options that problem_with() has nothing to say about. What resolv.conf
  /// says is read now, and not again.
  explicit resolver(loop::event_loop& loop, resolver_options options = {});

  /// The addresses of a host, with that port: of the hosts file, or else of
  /// name servers, and those of resolv.conf are asked for its search domains,
  /// too. An IP address is its own answer, and localhost is a loopback address
  /// whatever anybody says (RFC 6761 section 6.3). One family a question, so
  /// that a family that nobody tells of is not taken for one without addresses.
  question ask_addresses(const std::string& name, std::uint16_t port,
                         ip_family family,
                         std::function<void(address_answer)> tell);

  /// The SRV records of a name that is complete: "_http._tcp.app.example".
  question ask_services(const std::string& name,
                        std::function<void(service_answer)> tell);

private:
  template <class Answer>
  std::shared_ptr<detail::awaited_answer<Answer>>
  await(const std::string& name, std::function<void(Answer)> tell);

  loop::event_loop& loop_;
  resolver_options options_;
  channel channel_;
};

} // namespace troupe::runtime::dns

#pragma once

#include "actors/exchange/request_writer.hpp"
#include "actors/mirror/mirror_ledger.hpp"

#include "codecs/base/octets.hpp"
#include "codecs/http1/head.hpp"

#include <cstddef>
#include <string>

namespace troupe::actors {

/// A request that outlives the one that it was copied from. Stays where it is:
/// the head has views of its own fields.
class request_copy {
public:
  /// Copies the head, without what concerns the client's connection: nobody
  /// waits for a 100 or for another protocol here.
  request_copy(const codecs::http1::request_head& head,
               const client_info& client, mirror_ledger::permit place);
  request_copy(const request_copy&) = delete;
  request_copy& operator=(const request_copy&) = delete;

  /// False, and nothing is kept any more, if the body has become too large.
  bool append(codecs::octets piece, std::size_t max_body);
  /// The body is whole: the head says how long it is.
  void finish();
  /// Appends "-shadow" to the host's name, not to an address in brackets.
  void rename_host();

  const codecs::http1::request_head& head() const noexcept { return head_; }
  codecs::octets body() const noexcept { return codecs::as_octets(body_); }
  client_info client() const noexcept {
    return {.address = client_, .scheme = scheme_};
  }
  mirror_ledger::permit& place() noexcept { return place_; }

private:
  codecs::http1::request_head head_;
  std::string client_;
  std::string scheme_;
  std::string body_;
  mirror_ledger::permit place_;
};

} // namespace troupe::actors

#pragma once

#include "tests/support/dns_wire.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/address.hpp"
#include "runtime/net/fd.hpp"
#include "runtime/net/listening_socket.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::test {

/// A name server on loopback, over UDP and TCP, that lives on the loop of who
/// asks it. Names that it was not told of do not exist.
class dns_server final : private runtime::loop::io_handler {
public:
  explicit dns_server(runtime::loop::event_loop& loop) : loop_(loop) {
    for (auto attempts = 0; attempts < 100 && !udp_; ++attempts)
      bind_both();
    BOOST_TEST_REQUIRE(bool{udp_});
    watch_udp_ = *loop.watch(udp_.get(), *this);
    watch_tcp_ = *loop.watch(tcp_.get(), *this);
  }

  runtime::net::address where() const {
    return runtime::net::local_address(udp_);
  }

  /// From now on; records of other types stay.
  void put(const std::string& name, std::vector<dns::record> records) {
    auto& known = names_[name];
    for (auto& x : records)
      std::erase_if(known.records,
                    [&](auto& old) { return old.type == x.type; });
    known.records.insert(known.records.end(), records.begin(), records.end());
    known.rcode = 0;
  }

  void empty(const std::string& name) { names_[name] = {}; }
  void fail(const std::string& name, std::uint16_t rcode) {
    names_[name].rcode = rcode;
  }
  void remove(const std::string& name) { names_.erase(name); }

  /// What becomes of each reply on its way; an empty one is lost.
  std::function<std::string(std::string)> distort;
  /// Over UDP it only says that TCP is needed.
  bool only_tcp = false;
  /// Names that were asked for, each with its type: "app.example 1".
  std::vector<std::string> heard;

private:
  struct known_name {
    std::uint16_t rcode = 0;
    std::vector<dns::record> records;
  };

  class connection final : private runtime::loop::io_handler {
  public:
    connection(dns_server& owner, runtime::net::fd socket)
      : owner_(owner), socket_(std::move(socket)),
        place_(*owner.loop_.watch(socket_.get(), *this)) {
      // nop
    }

  private:
    void on_ready(runtime::loop::readiness) override {
      char octets[2048];
      for (;;) {
        auto n = ::recv(socket_.get(), octets, sizeof(octets), MSG_DONTWAIT);
        if (n <= 0)
          break;
        heard_.append(octets, static_cast<std::size_t>(n));
      }
      while (heard_.size() > 2) {
        auto length
          = static_cast<std::size_t>(static_cast<unsigned char>(heard_[0]) << 8
                                     | static_cast<unsigned char>(heard_[1]));
        if (heard_.size() < length + 2)
          break;
        say(owner_.answer(std::string_view{heard_}.substr(2, length), false));
        heard_.erase(0, length + 2);
      }
    }

    void say(const std::string& message) {
      if (message.empty())
        return;
      auto framed = dns::number16(message.size()) + message;
      ::send(socket_.get(), framed.data(), framed.size(), MSG_NOSIGNAL);
    }

    dns_server& owner_;
    runtime::net::fd socket_;
    runtime::loop::registration place_;
    std::string heard_;
  };

  /// The port that is free for TCP may not be for UDP.
  void bind_both() {
    auto tcp = runtime::net::listen_on(
      {.address = *runtime::net::address::parse("127.0.0.1:0")});
    BOOST_TEST_REQUIRE(tcp.ok());
    auto where = runtime::net::local_address(*tcp);
    auto udp = runtime::net::fd{
      ::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (::bind(udp.get(), where.raw(), where.raw_length()) != 0)
      return;
    tcp_ = *std::move(tcp);
    udp_ = std::move(udp);
  }

  void on_ready(runtime::loop::readiness) override {
    for (;;) {
      char octets[2048];
      auto from = sockaddr_storage{};
      auto length = socklen_t{sizeof(from)};
      auto* raw = reinterpret_cast<sockaddr*>(&from);
      auto n = ::recvfrom(udp_.get(), octets, sizeof(octets), 0, raw, &length);
      if (n < 0)
        break;
      if (auto said = answer({octets, static_cast<std::size_t>(n)}, only_tcp);
          !said.empty())
        ::sendto(udp_.get(), said.data(), said.size(), 0, raw, length);
    }
    for (;;) {
      auto next = runtime::net::fd{
        ::accept4(tcp_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
      if (!next)
        break;
      connections_.push_back(
        std::make_unique<connection>(*this, std::move(next)));
    }
  }

  std::string answer(std::string_view message, bool truncated) {
    auto asked = dns::read_question(message);
    heard.push_back(asked.name + ' ' + std::to_string(asked.type));
    auto known = names_.find(asked.name);
    std::vector<dns::record> matching;
    auto rcode = dns::nxdomain;
    if (known != names_.end()) {
      rcode = known->second.rcode;
      for (auto& x : known->second.records)
        if (x.type == asked.type || x.type == dns::cname)
          matching.push_back(x);
    }
    if (rcode != 0 || truncated)
      matching.clear();
    auto said = dns::reply(asked, rcode, matching, truncated);
    return distort ? distort(std::move(said)) : said;
  }

  runtime::loop::event_loop& loop_;
  runtime::net::fd udp_;
  runtime::net::fd tcp_;
  runtime::loop::registration watch_udp_;
  runtime::loop::registration watch_tcp_;
  std::vector<std::unique_ptr<connection>> connections_;
  std::map<std::string, known_name> names_;
};

} // namespace troupe::test

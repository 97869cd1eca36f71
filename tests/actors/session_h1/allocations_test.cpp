// Counts what the whole program allocates, and can let one allocation fail.

#include "tests/support/stage.hpp"

#include "actors/exchange/service_exchange.hpp"
#include "actors/http_service/service.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

namespace {

// Of the thread that tests, and no other's.
thread_local std::size_t allocations = 0;
thread_local std::size_t refused_size = 0;

void* allocate(std::size_t size) {
  ++allocations;
  if (size == refused_size) {
    refused_size = 0;
    throw std::bad_alloc{};
  }
  if (auto* block = std::malloc(size == 0 ? 1 : size))
    return block;
  throw std::bad_alloc{};
}

} // namespace

// All of them, for a sanitizer's own would not know our blocks.
void* operator new(std::size_t size) {
  return allocate(size);
}
void* operator new[](std::size_t size) {
  return allocate(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  auto step = static_cast<std::size_t>(alignment);
  if (auto* block = std::aligned_alloc(step, (size + step - 1) / step * step))
    return block;
  throw std::bad_alloc{};
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return operator new(size, alignment);
}
void operator delete(void* block) noexcept {
  std::free(block);
}
void operator delete[](void* block) noexcept {
  std::free(block);
}
void operator delete(void* block, std::size_t) noexcept {
  std::free(block);
}
void operator delete[](void* block, std::size_t) noexcept {
  std::free(block);
}
void operator delete(void* block, const std::nothrow_t&) noexcept {
  std::free(block);
}
void operator delete[](void* block, const std::nothrow_t&) noexcept {
  std::free(block);
}
void operator delete(void* block, std::align_val_t) noexcept {
  std::free(block);
}
void operator delete[](void* block, std::align_val_t) noexcept {
  std::free(block);
}
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  std::free(block);
}
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept {
  std::free(block);
}

namespace troupe::actors {
namespace {

class allocations_fixture : public test::scene_fixture {
protected:
  /// What is allocated while the loop works, and not by the test itself.
  std::size_t counted_settle() {
    auto before = allocations;
    settle();
    return allocations - before;
  }

  std::size_t allocations_of(std::string_view request,
                             std::string_view response, int rounds) {
    auto sum = std::size_t{0};
    for (auto i = 0; i < rounds; ++i) {
      client.write(request);
      sum += counted_settle();
      if (!origin)
        origin = accept(house);
      origin.read();
      BOOST_TEST_REQUIRE(origin.take() == request);
      origin.write(response);
      sum += counted_settle();
      client.read();
      BOOST_TEST_REQUIRE(client.take() == response);
    }
    return sum;
  }
};

BOOST_FIXTURE_TEST_SUITE(allocations_test, allocations_fixture)

BOOST_AUTO_TEST_CASE(a_request_on_warm_connections_allocates_nothing) {
  client = connect();
  BOOST_TEST(allocations_of(get, ok, 1) > 0u); // while they are cold
  allocations_of(get, ok, 100);
  BOOST_TEST(allocations_of(get, ok, 1000) == 0u);
}

BOOST_AUTO_TEST_CASE(a_line_in_a_log_allocates_nothing) {
  auto logs = std::vector{access_log_options{}};
  logs[0].path = "nobody writes it";
  home.log = std::make_unique<loop_log>(loop, logs);
  client = connect();
  allocations_of(get, ok, 200);
  auto& buffer = home.log->outlets()[0]->buffer();
  buffer.close();
  buffer.give_back(buffer.take()); // as a courier would
  BOOST_TEST(allocations_of(get, ok, 100) == 0u);
}

BOOST_AUTO_TEST_CASE(bodies_either_way_allocate_nothing) {
  const auto body = std::string(1000, 'x');
  const auto post
    = "POST /somewhere?else HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n"
      "X-Long: "
      + std::string(200, 'y') + "\r\nContent-Length: 1000\r\n\r\n" + body;
  const auto chunked
    = "HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3e8\r\n"
      + body + "\r\n0\r\n\r\n";
  client = connect();
  allocations_of(post, chunked, 100);
  BOOST_TEST(allocations_of(post, chunked, 1000) == 0u);
}

// What throws in the middle of a session ends that session, and no other.
BOOST_AUTO_TEST_CASE(a_session_that_runs_out_of_memory_dies_alone) {
  add_service("/service", answer_with([](const http_request&) {
                return http_response{.body = "fine"};
              }));
  auto other = connect();
  client = connect();
  refused_size = sizeof(service_exchange);
  client_sends("GET /service HTTP/1.1\r\nHost: a\r\n\r\n");
  BOOST_TEST(refused_size == 0u);
  client_sees(line::ended);
  BOOST_TEST(home.guests.size() == 1u);
  client = std::move(other);
  client_sends("GET /service HTTP/1.1\r\nHost: a\r\n\r\n");
  BOOST_TEST(hear(client).ends_with("\r\n\r\nfine"));
  one_exchange();
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors

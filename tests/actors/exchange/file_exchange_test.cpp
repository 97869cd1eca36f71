#include "tests/support/stage.hpp"

#include "actors/exchange/file_exchange.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

/// What readers are asked for, and whether they do it.
struct reading_room {
  bool stuck = false; ///< the disk is: nobody has an answer
  std::size_t opened = 0;
  std::size_t pieces = 0; ///< without those that come with the opening
  file_wish_ptr last;
  std::vector<caf::typed_response_promise<requested_file_opened>> opening;
  std::vector<caf::typed_response_promise<file_piece_read>> reading;
  std::vector<file_reader_actor> readers;
};

using room_ptr = std::shared_ptr<reading_room>;

/// A reader that asks another one, unless the disk is stuck.
file_reader_actor::behavior_type watched_reader(file_reader_actor::pointer self,
                                                room_ptr room,
                                                file_reader_actor real) {
  return {
    [=](const open_requested_file& x) -> caf::result<requested_file_opened> {
      ++room->opened;
      room->last = x.wish;
      if (!room->stuck)
        return self->delegate(real, x);
      room->opening.push_back(
        self->make_response_promise<requested_file_opened>());
      return room->opening.back();
    },
    [=](const read_file_piece& x) -> caf::result<file_piece_read> {
      ++room->pieces;
      if (!room->stuck)
        return self->delegate(real, x);
      room->reading.push_back(self->make_response_promise<file_piece_read>());
      return room->reading.back();
    },
  };
}

class fixture : public test::scene_fixture {
protected:
  fixture() {
    home.here.routes = {};
    file_porter = spawn_pinned<actors::file_porter>(
      unit, file_porter_options{.make = [this](caf::actor_system& system) {
        auto real
          = system.spawn(file_reader, std::make_shared<std::random_device>());
        room->readers.push_back(system.spawn(watched_reader, room, real));
        return room->readers.back();
      }});
    options.root = (directory.path() / "www").string();
    write("a.txt", "hello");
    directory.date("www/a.txt", 784111776);
    add_files("/", options);
  }

  ~fixture() {
    room->opening.clear(); // which know their actors
    room->reading.clear();
    for (auto& x : std::exchange(room->readers, {}))
      caf::anon_send_exit(x, caf::exit_reason::user_shutdown);
  }

  void write(const std::string& name, std::string_view text) {
    directory.write("www/" + name, text);
  }

  void client_asks(const std::string& target, const std::string& more = {}) {
    client_sends("GET " + target + " HTTP/1.1\r\nHost: a\r\n" + more + "\r\n");
  }

  /// What comes behind the head.
  static std::string body_of(const std::string& response) {
    auto end = response.find("\r\n\r\n");
    BOOST_TEST_REQUIRE(end != std::string::npos);
    return response.substr(end + 4);
  }

  /// Octets of which no two pieces are alike.
  static std::string large_text(std::size_t size) {
    auto text = std::string{};
    while (text.size() < size)
      text.append(std::to_string(text.size())).append(1, ' ');
    text.resize(size);
    return text;
  }

  static_files_options options;
  room_ptr room = std::make_shared<reading_room>();
};

BOOST_FIXTURE_TEST_SUITE(file_exchange_test, fixture)

BOOST_AUTO_TEST_CASE(a_file_is_a_whole_response) {
  client_asks("/a.txt");
  auto got = hear(client);
  BOOST_TEST(got.starts_with("HTTP/1.1 200 OK\r\nETag: \""), got);
  BOOST_TEST(got.find("\r\nLast-Modified: Sun, 06 Nov 1994 08:49:36 GMT\r\n")
             != std::string::npos);
  BOOST_TEST(got.find("\r\nContent-Type: text/plain; charset=utf-8\r\n")
             != std::string::npos);
  BOOST_TEST(got.ends_with("\r\n\r\nhello"));
  BOOST_TEST(room->pieces == 0u); // it came with the opening
}

BOOST_AUTO_TEST_CASE(requests_in_one_write_are_answered_in_order) {
  client_sends("GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n"
               "HEAD /a.txt HTTP/1.1\r\nHost: a\r\n\r\n"
               "GET /none HTTP/1.1\r\nHost: a\r\n\r\n"
               "GET /a.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=1-3\r\n\r\n");
  auto got = hear(client);
  auto first = got.find("\r\n\r\nhelloHTTP/1.1 200 OK\r\n");
  auto second = got.find("Content-Length: 5\r\n", first);
  auto third = got.find("\r\n\r\nHTTP/1.1 404 Not Found\r\n", second);
  BOOST_TEST(got.find("404 Not Found\nHTTP/1.1 206 ", third)
             != std::string::npos);
  BOOST_TEST(got.ends_with("\r\n\r\nell"));
}

BOOST_AUTO_TEST_CASE(other_methods_are_told_which_are_allowed) {
  client_sends("POST /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n"
               "not all of it");
  auto got = hear(client, 1);
  BOOST_TEST(got.starts_with("HTTP/1.1 405 Method Not Allowed\r\n"), got);
  BOOST_TEST(got.find("\r\nAllow: GET, HEAD\r\n") != std::string::npos);
  BOOST_TEST(got.find("\r\nConnection: close\r\n") != std::string::npos);
  client_sees(line::ended);
  BOOST_TEST(room->opened == 0u);
}

BOOST_AUTO_TEST_CASE(a_path_that_leads_out_never_gets_to_a_reader) {
  for (auto path : {"/../a.txt", "/%2e%2e/a.txt", "/x%2fa.txt", "/a.txt%00"}) {
    client_asks(path);
    BOOST_TEST(hear(client).starts_with("HTTP/1.1 400 "), path);
  }
  BOOST_TEST(room->opened == 0u);
}

BOOST_AUTO_TEST_CASE(a_slow_client_has_no_more_than_two_pieces_read_ahead) {
  const auto text = large_text(40 * file_piece_size + 17);
  write("large", text);
  client_asks("/large");
  // Some are in the kernel, one is in our outbox, two wait.
  auto asked = room->pieces;
  BOOST_TEST(asked < 20u);
  settle();
  BOOST_TEST(room->pieces == asked);
  client.read(10 * file_piece_size);
  settle();
  BOOST_TEST(room->pieces <= asked + 12);
  auto got = client.take();
  got += hear(client, text.size() - body_of(got).size());
  BOOST_TEST((body_of(got) == text));
  BOOST_TEST(room->pieces == 40u);
}

BOOST_AUTO_TEST_CASE(ranges_come_in_parts_from_all_over_the_file) {
  const auto text = large_text(3 * file_piece_size);
  write("large", text);
  client_asks("/large", "Range: bytes=0-9,70000-150000,-5\r\n");
  auto got = hear(client, 80000);
  auto mark = got.find("boundary=") + 9;
  auto boundary = got.substr(mark, got.find("\r\n", mark) - mark);
  BOOST_TEST(boundary.size() == 32u);
  auto part = [&](std::size_t first, std::size_t last) {
    return "\r\n--" + boundary
           + "\r\nContent-Type: application/octet-stream\r\n"
             "Content-Range: bytes "
           + std::to_string(first) + '-' + std::to_string(last)
           + "/196608\r\n\r\n" + text.substr(first, last - first + 1);
  };
  BOOST_TEST((body_of(got)
              == part(0, 9) + part(70000, 150000) + part(196603, 196607)
                   + "\r\n--" + boundary + "--\r\n"));
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_silent_is_a_504) {
  room->stuck = true;
  client_asks("/a.txt");
  pass(30s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_receives_error(504, "service_timeout");
  room->stuck = false;
  client_asks("/a.txt");
  BOOST_TEST(hear(client).ends_with("\r\n\r\nhello"));
}

BOOST_AUTO_TEST_CASE(a_disk_that_falls_silent_cuts_the_response) {
  write("large", large_text(40 * file_piece_size));
  client_asks("/large");
  room->stuck = true;
  hear(client, 40 * file_piece_size);
  BOOST_TEST((client.state() == line::open));
  pass(30s + 10ms);
  BOOST_TEST((state_of(client) == line::ended));
}

BOOST_AUTO_TEST_CASE(a_file_that_shrinks_cuts_the_response) {
  const auto text = large_text(40 * file_piece_size);
  write("large", text);
  client_asks("/large");
  std::filesystem::resize_file(directory.path() / "www/large",
                               20 * file_piece_size);
  auto got = hear(client, text.size());
  got += hear(client, text.size());
  BOOST_TEST((state_of(client) == line::ended));
  got += client.take();
  BOOST_TEST(body_of(got).size() < text.size());
  BOOST_TEST(text.starts_with(body_of(got)));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_rewritten_cuts_the_response) {
  const auto text = large_text(40 * file_piece_size);
  write("large", text);
  directory.date("www/large", 784111777);
  client_asks("/large");
  directory.date("www/large", 784111778);
  hear(client, text.size());
  BOOST_TEST((state_of(client) == line::ended));
}

BOOST_AUTO_TEST_CASE(a_file_that_grows_or_is_removed_is_sent_as_it_was) {
  const auto text = large_text(40 * file_piece_size);
  write("large", text);
  client_asks("/large");
  write("large.new", text + "more");
  std::filesystem::rename(directory.path() / "www/large.new",
                          directory.path() / "www/large");
  auto got = hear(client, text.size());
  got += hear(client, text.size() - body_of(got).size());
  BOOST_TEST((body_of(got) == text));
}

BOOST_AUTO_TEST_CASE(who_leaves_is_not_read_for) {
  room->stuck = true;
  client_asks("/a.txt");
  BOOST_TEST(room->last->stands);
  pass(200ms);
  client.close();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(!room->last->stands);
  // An answer that comes all the same is nobody's.
  room->opening.front().deliver(
    requested_file_opened{std::make_shared<file_answer>()});
  settle();
}

BOOST_AUTO_TEST_CASE(a_reader_that_falls_is_replaced) {
  client_asks("/a.txt");
  BOOST_TEST(hear(client).ends_with("hello"));
  caf::anon_send_exit(room->readers.front(), caf::exit_reason::kill);
  settle();
  client_asks("/a.txt");
  BOOST_TEST(hear(client).ends_with("hello"));
  BOOST_TEST(room->readers.size() == 2u);
}

BOOST_AUTO_TEST_CASE(stages_see_files_as_they_see_services) {
  auto stages = pipeline{};
  stages.response([](exchange_context& x) {
    BOOST_TEST(x.response().fields.find("Last-Modified") != nullptr);
    x.response().fields.set("Cache-Control", "max-age=60");
  });
  stages.response_body([](exchange_context&, body_chunk& chunk) {
    auto text = std::string{chunk.text()};
    for (auto& c : text)
      c = c == 'l' ? 'L' : c;
    chunk.replace(std::move(text));
  });
  auto logged = std::string{};
  stages.logging([&](exchange_context& x) {
    logged = x.response().fields.find("Content-Type")->value;
  });
  add_stages(stages);
  client_asks("/a.txt");
  auto got = hear(client);
  BOOST_TEST(got.find("\r\nCache-Control: max-age=60\r\n")
             != std::string::npos);
  BOOST_TEST(got.find("heLLo") != std::string::npos);
  BOOST_TEST(got.ends_with("\r\n0\r\n\r\n"));
  BOOST_TEST(logged == "text/plain; charset=utf-8");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors

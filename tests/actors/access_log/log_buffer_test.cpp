#include "actors/access_log/log_buffer.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

namespace troupe::actors {
namespace {

class log_buffer_fixture {
protected:
  /// Whether there was room.
  bool append(std::string_view text) {
    auto* line = uut.begin_line();
    if (!line)
      return false;
    line->append(text).append("\n");
    uut.end_line();
    return true;
  }

  log_buffer uut{8, 3};
};

BOOST_FIXTURE_TEST_SUITE(log_buffer_test, log_buffer_fixture)

BOOST_AUTO_TEST_CASE(gathers_lines_until_a_batch_is_full) {
  auto* line = uut.begin_line();
  line->append("abc\n");
  BOOST_TEST(!uut.end_line());
  BOOST_TEST(uut.filling());
  BOOST_TEST(!uut.take());
  line = uut.begin_line();
  line->append("defghi\n");
  BOOST_TEST(uut.end_line());
  BOOST_TEST(!uut.filling());
  auto batch = uut.take();
  BOOST_TEST_REQUIRE(batch);
  BOOST_TEST(batch->lines == "abc\ndefghi\n");
  BOOST_TEST(batch->count == 2u);
  BOOST_TEST(!uut.take());
}

BOOST_AUTO_TEST_CASE(closes_what_there_is_and_never_an_empty_batch) {
  uut.close();
  BOOST_TEST(!uut.take());
  append("a");
  uut.close();
  uut.close();
  BOOST_TEST(uut.take()->lines == "a\n");
  BOOST_TEST(!uut.take());
}

BOOST_AUTO_TEST_CASE(keeps_the_order) {
  append("1234567");
  append("2345678");
  append("3");
  uut.close();
  BOOST_TEST(uut.take()->lines == "1234567\n");
  BOOST_TEST(uut.take()->lines == "2345678\n");
  BOOST_TEST(uut.take()->lines == "3\n");
}

BOOST_AUTO_TEST_CASE(drops_and_counts_when_all_batches_are_away) {
  for (auto i = 0; i < 3; ++i)
    BOOST_TEST(append("12345678"));
  BOOST_TEST(!append("a")); // complete, and nobody has come for them
  auto first = uut.take();
  BOOST_TEST(!append("b"));
  uut.take();
  uut.take();
  BOOST_TEST(!append("c"));
  BOOST_TEST(uut.dropped() == 3u);
  BOOST_TEST(uut.away() == 3u);
  uut.give_back(first);
  BOOST_TEST(uut.away() == 2u);
  BOOST_TEST(append("d"));
  BOOST_TEST(append("12345678"));
  BOOST_TEST(!append("e"));
  BOOST_TEST(uut.dropped() == 4u);
  BOOST_TEST(uut.take()->lines == "d\n12345678\n");
}

BOOST_AUTO_TEST_CASE(uses_memory_again) {
  append("12345678");
  auto batch = uut.take();
  const auto* memory = batch.get();
  uut.give_back(std::move(batch));
  append("a");
  uut.close();
  batch = uut.take();
  BOOST_TEST(batch.get() == memory);
  BOOST_TEST(batch->lines == "a\n");
  BOOST_TEST(batch->count == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_written_off_has_successors) {
  for (auto i = 0; i < 3; ++i)
    append("12345678");
  uut.take();
  uut.take();
  uut.write_off();
  BOOST_TEST(uut.away() == 0u);
  BOOST_TEST(append("12345678"));
  BOOST_TEST(append("12345678"));
  BOOST_TEST(!append("a"));
}

BOOST_AUTO_TEST_CASE(a_line_that_was_never_ended_is_undone) {
  append("a");
  uut.begin_line()->append("half of a li");
  append("b");
  uut.begin_line()->append("hal");
  uut.close();
  BOOST_TEST(uut.take()->lines == "a\nb\n");
  uut.begin_line()->append("half");
  uut.close();
  BOOST_TEST(!uut.take());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors

#include "actors/static_files/read_schedule.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(read_schedule_test)

BOOST_AUTO_TEST_CASE(cuts_parts_into_pieces_in_their_order) {
  auto parts = std::vector<body_part>{
    {.text = "head", .offset = 10, .size = file_piece_size + 5},
    {.text = "only text"},
    {.text = {}, .offset = 0, .size = file_piece_size},
    {.text = "end"}};
  auto uut = read_schedule{parts};
  auto next = [&](std::uint64_t offset, std::size_t size) {
    auto x = uut.next();
    return x && x->offset == offset && x->size == size;
  };
  BOOST_TEST(next(10, file_piece_size));
  BOOST_TEST(next(10 + file_piece_size, 5));
  BOOST_TEST(next(0, file_piece_size));
  BOOST_TEST(!uut.next());
  BOOST_TEST(!uut.next());
}

BOOST_AUTO_TEST_CASE(of_nothing_there_is_nothing_to_read) {
  auto parts = std::vector<body_part>{};
  auto uut = read_schedule{parts};
  BOOST_TEST(!uut.next());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors

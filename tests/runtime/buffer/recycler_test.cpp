#include "runtime/buffer/recycler.hpp"
#include "runtime/buffer/store.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace troupe::runtime::buffer {
namespace {

struct counted {
  explicit counted(int& x) : alive(x) {
    if (x < 0)
      throw std::runtime_error{"unlucky"};
    ++alive;
  }
  ~counted() { --alive; }
  int& alive;
};

BOOST_AUTO_TEST_SUITE(recycler_test)

BOOST_AUTO_TEST_CASE(uses_the_block_that_came_back_last) {
  auto alive = 0;
  recycler<counted> uut;
  auto* first = uut.make(alive);
  auto* second = uut.make(alive);
  BOOST_TEST(alive == 2);
  uut.put(first);
  uut.put(second);
  BOOST_TEST(alive == 0);
  BOOST_TEST(uut.make(alive) == second);
  BOOST_TEST(uut.make(alive) == first);
  uut.put(first);
  uut.put(second);
}

BOOST_AUTO_TEST_CASE(keeps_the_block_of_what_could_not_be_made) {
  auto alive = 0;
  recycler<counted> uut;
  auto* block = uut.make(alive);
  uut.put(block);
  auto unlucky = -1;
  BOOST_CHECK_THROW(uut.make(unlucky), std::runtime_error);
  BOOST_TEST(uut.make(alive) == block);
  uut.put(block);
}

BOOST_AUTO_TEST_CASE(keeps_no_more_than_it_was_told) {
  auto alive = 0;
  recycler<counted> uut{1};
  auto* first = uut.make(alive);
  auto* second = uut.make(alive);
  uut.put(first);
  uut.put(second); // its memory goes: ASan would tell
  BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(text_store_test)

BOOST_AUTO_TEST_CASE(lends_memory_that_has_grown_and_no_text) {
  text_store uut;
  auto text = uut.take();
  text.assign(1000, 'x');
  const auto* memory = text.data();
  uut.put(std::move(text));
  auto again = uut.take();
  BOOST_TEST(again.empty());
  again.assign(1000, 'y');
  BOOST_TEST(static_cast<const void*>(again.data())
             == static_cast<const void*>(memory));
}

BOOST_AUTO_TEST_CASE(does_not_keep_what_has_grown_too_large) {
  text_store uut;
  uut.put(std::string(text_store::largest + 1, 'x'));
  BOOST_TEST(uut.take().capacity() < text_store::largest);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::buffer

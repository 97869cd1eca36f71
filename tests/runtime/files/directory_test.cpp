#include "tests/support/scratch_directory.hpp"

#include "runtime/files/directory.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <cerrno>
#include <span>
#include <string>

namespace troupe::runtime::files {
namespace {

using enum file_state::kind;

struct fixture {
  fixture() {
    place.write("root/a.txt", "hello");
    place.write("root/sub/b.txt", "there");
    place.write("outside.txt", "secret");
    place.link("root/inner", "sub");
    place.link("root/inner.txt", "sub/b.txt");
    place.link("root/outer", "..");
    place.link("root/outer.txt", "../outside.txt");
    place.link("root/absolute.txt", (place.path() / "root/a.txt").string());
    place.link("root/loop", "loop");
    root = directory::open((place.path() / "root").string());
    BOOST_TEST_REQUIRE(root.ok());
  }

  /// The file's text, or the errno.
  std::string outcome(const std::string& name,
                      symlinks allowed = symlinks::beneath) {
    auto x = root->open_entry(name, allowed);
    if (!x)
      return std::to_string(x.error().value());
    if (x->state().what == file_state::kind::directory)
      return "/";
    auto text = std::string(100, '\0');
    auto n = x->read(std::as_writable_bytes(std::span{text}), 0);
    BOOST_TEST_REQUIRE(n.ok());
    text.resize(*n);
    return text;
  }

  static std::string error(int number) { return std::to_string(number); }

  test::scratch_directory place;
  codecs::result<files::directory, std::error_code> root = std::error_code{};
};

BOOST_FIXTURE_TEST_SUITE(directory_test, fixture)

BOOST_AUTO_TEST_CASE(opens_what_is_in_it) {
  BOOST_TEST(outcome("a.txt") == "hello");
  BOOST_TEST(outcome("sub/b.txt") == "there");
  BOOST_TEST(outcome("sub") == "/");
  BOOST_TEST(outcome("") == "/");
  BOOST_TEST(outcome("c.txt") == error(ENOENT));
  BOOST_TEST(outcome("a.txt/b") == error(ENOTDIR));
  BOOST_TEST(outcome(std::string(5000, 'a')) == error(ENAMETOOLONG));
}

BOOST_AUTO_TEST_CASE(no_name_leads_out_of_it) {
  for (auto allowed : {symlinks::never, symlinks::beneath}) {
    BOOST_TEST(outcome("../outside.txt", allowed) == error(EXDEV));
    BOOST_TEST(outcome("sub/../../outside.txt", allowed) == error(EXDEV));
    BOOST_TEST(outcome("/etc/passwd", allowed) == error(EXDEV));
  }
}

BOOST_AUTO_TEST_CASE(links_are_followed_as_far_as_is_allowed) {
  BOOST_TEST(outcome("inner.txt") == "there");
  BOOST_TEST(outcome("inner/b.txt") == "there");
  BOOST_TEST(outcome("outer.txt") == error(EXDEV));
  BOOST_TEST(outcome("outer/outside.txt") == error(EXDEV));
  BOOST_TEST(outcome("absolute.txt") == error(EXDEV));
  BOOST_TEST(outcome("loop") == error(ELOOP));
  for (auto name : {"inner.txt", "inner/b.txt", "outer.txt", "absolute.txt"})
    BOOST_TEST(outcome(name, symlinks::never) == error(ELOOP));
  BOOST_TEST(outcome("outer.txt", symlinks::anywhere) == "secret");
  BOOST_TEST(outcome("absolute.txt", symlinks::anywhere) == "hello");
}

BOOST_AUTO_TEST_CASE(what_is_no_file_does_not_block) {
  BOOST_TEST_REQUIRE(::mkfifo((place.path() / "root/fifo").c_str(), 0600) == 0);
  auto x = root->open_entry("fifo", symlinks::never);
  BOOST_TEST_REQUIRE(x.ok());
  BOOST_TEST((x->state().what == other));
}

BOOST_AUTO_TEST_CASE(files_tell_what_they_were_like_and_what_they_are) {
  place.date("root/a.txt", 784111777, 5);
  auto x = root->open_entry("a.txt", symlinks::never);
  BOOST_TEST_REQUIRE(x.ok());
  BOOST_TEST((x->state().what == file));
  BOOST_TEST(x->state().size == 5u);
  BOOST_TEST(x->state().modified.count() == 784111777000000005);
  BOOST_TEST((*x->look() == x->state()));
  place.write("root/a.txt", "hell");
  BOOST_TEST(x->look()->size == 4u);
  BOOST_TEST(x->state().size == 5u);
}

BOOST_AUTO_TEST_CASE(files_are_read_from_anywhere_and_to_their_end) {
  auto x = root->open_entry("a.txt", symlinks::never);
  BOOST_TEST_REQUIRE(x.ok());
  auto text = std::string(4, '.');
  auto room = std::as_writable_bytes(std::span{text});
  BOOST_TEST(*x->read(room, 1) == 4u);
  BOOST_TEST(text == "ello");
  BOOST_TEST(*x->read(room, 4) == 1u);
  BOOST_TEST(text == "ollo");
  BOOST_TEST(*x->read(room, 5) == 0u);
  BOOST_TEST(*x->read(room, 500) == 0u);
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_none_cannot_be_opened) {
  BOOST_TEST(!directory::open((place.path() / "nothing").string()).ok());
  BOOST_TEST(!directory::open((place.path() / "outside.txt").string()).ok());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::files

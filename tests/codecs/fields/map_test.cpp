#include "codecs/fields/map.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace troupe::codecs::fields {
namespace {

std::string text_of(const map& all) {
  std::string text;
  for (auto& x : all)
    text.append(x.name).append("=").append(x.value).append(" ");
  return text;
}

map some_fields() {
  map all;
  all.append("Host", "a");
  all.append("Via", "1");
  all.append("X-Foo", "x");
  all.append("VIA", "2");
  all.append("x-foo", "y");
  return all;
}

BOOST_AUTO_TEST_SUITE(map_test)

BOOST_AUTO_TEST_CASE(keeps_order_case_and_number) {
  BOOST_TEST(text_of(some_fields()) == "Host=a Via=1 X-Foo=x VIA=2 x-foo=y ");
}

BOOST_AUTO_TEST_CASE(finds_known_names_by_number) {
  auto uut = some_fields();
  BOOST_TEST(uut.has(name::via));
  BOOST_TEST(!uut.has(name::etag));
  BOOST_TEST(uut.find(name::via) == &uut[1]);
  BOOST_TEST(uut.find(name::etag) == nullptr);
  BOOST_TEST(uut.get(name::host) == "a");
  BOOST_TEST(uut.get(name::etag) == "");
  BOOST_TEST(uut.get(name::etag, "none") == "none");
  BOOST_TEST(uut.count(name::via) == 2u);
  BOOST_TEST(uut.count(name::host) == 1u);
  BOOST_TEST(uut.count(name::etag) == 0u);
  BOOST_TEST(uut.repeated(name::via));
  BOOST_TEST(!uut.repeated(name::host));
}

BOOST_AUTO_TEST_CASE(finds_any_name_by_text_whatever_its_case) {
  auto uut = some_fields();
  BOOST_TEST(uut.find("hOST") == &uut[0]);
  BOOST_TEST(uut.find("X-FOO") == &uut[2]);
  BOOST_TEST(uut.find("X-Bar") == nullptr);
}

BOOST_AUTO_TEST_CASE(other_is_nobodys_name) {
  auto uut = some_fields();
  BOOST_TEST(!uut.has(name::other));
  BOOST_TEST(!uut.repeated(name::other));
  BOOST_TEST(uut.find(name::other) == nullptr);
  BOOST_TEST(uut.count(name::other) == 0u);
  BOOST_TEST(uut.erase(name::other) == 0u);
}

BOOST_AUTO_TEST_CASE(looks_up_the_number_of_a_view_that_has_none) {
  map uut;
  uut.append_view({.name = "host", .value = "a"});
  BOOST_TEST(uut.get(name::host) == "a");
  BOOST_TEST((uut[0].id == name::host));
}

BOOST_AUTO_TEST_CASE(does_not_look_up_what_was) {
  map uut;
  {
    auto text = std::string{"b"};
    uut.append("host", text, name::host);
    uut.append("x-foo", text, name::other);
    text = "c";
  }
  BOOST_TEST(text_of(uut) == "host=b x-foo=b ");
  BOOST_TEST(uut.find(name::host) == &uut[0]);
  BOOST_TEST(uut[0].whole_line);
  BOOST_TEST((std::string_view{uut[0].name.data(), 9} == "host: b\r\n"));
}

BOOST_AUTO_TEST_CASE(set_replaces_all_lines_in_the_place_of_the_first) {
  auto uut = some_fields();
  uut.set("via", "3");
  BOOST_TEST(text_of(uut) == "Host=a via=3 X-Foo=x x-foo=y ");
  BOOST_TEST(uut.count(name::via) == 1u);
  BOOST_TEST(!uut.repeated(name::via));
  uut.set("X-FOO", "z");
  BOOST_TEST(text_of(uut) == "Host=a via=3 X-FOO=z ");
  uut.set("Date", "today");
  BOOST_TEST(text_of(uut) == "Host=a via=3 X-FOO=z Date=today ");
  BOOST_TEST(uut.get(name::date) == "today");
}

BOOST_AUTO_TEST_CASE(set_may_be_given_what_it_replaces) {
  auto uut = some_fields();
  uut.set(uut[1].name, uut[3].value);
  BOOST_TEST(text_of(uut) == "Host=a Via=2 X-Foo=x x-foo=y ");
}

BOOST_AUTO_TEST_CASE(erase_removes_all_lines_of_a_name) {
  auto uut = some_fields();
  BOOST_TEST(uut.erase(name::via) == 2u);
  BOOST_TEST(!uut.has(name::via));
  BOOST_TEST(uut.erase("X-fOO") == 2u);
  BOOST_TEST(uut.erase("X-Foo") == 0u);
  BOOST_TEST(uut.erase("host") == 1u);
  BOOST_TEST(uut.empty());
}

BOOST_AUTO_TEST_CASE(finds_the_right_line_after_others_were_erased) {
  auto uut = some_fields();
  uut.erase(name::host);
  BOOST_TEST(uut.find(name::via) == &uut[0]);
  BOOST_TEST(uut.repeated(name::via));
  uut.erase("x-foo");
  BOOST_TEST(uut.find(name::via) == &uut[0]);
}

BOOST_AUTO_TEST_CASE(forgets_everything_when_cleared) {
  auto uut = some_fields();
  uut.clear();
  BOOST_TEST(uut.empty());
  BOOST_TEST(!uut.has(name::host));
  BOOST_TEST(!uut.repeated(name::via));
  uut.append("Via", "9");
  BOOST_TEST(uut.find(name::via) == &uut[0]);
  BOOST_TEST(!uut.repeated(name::via));
}

BOOST_AUTO_TEST_CASE(text_that_was_added_never_moves) {
  map uut;
  uut.append("First", "one");
  auto name = uut[0].name;
  auto value = uut[0].value;
  for (auto i = 0; i < 500; ++i)
    uut.append("X-" + std::to_string(i), std::string(100, 'x'));
  BOOST_TEST(name == "First");
  BOOST_TEST(value == "one");
  BOOST_TEST((uut[0].name.data() == name.data()));
  BOOST_TEST(uut.find("X-499")->value.size() == 100u);
}

BOOST_AUTO_TEST_CASE(text_that_was_added_stands_as_a_whole_line) {
  map uut;
  uut.append("A", "b");
  BOOST_TEST(uut[0].whole_line);
  auto line = std::string{uut[0].name.data(),
                          uut[0].value.data() + uut[0].value.size() + 2};
  BOOST_TEST(line == "A: b\r\n");
}

BOOST_AUTO_TEST_CASE(uses_the_same_memory_again) {
  map uut;
  const field* fields = nullptr;
  const char* text = nullptr;
  for (auto round = 0; round < 3; ++round) {
    uut.clear();
    for (auto i = 0; i < 100; ++i)
      uut.append("X-Name", "some value");
    if (round == 1) {
      fields = &uut[0];
      text = uut[99].name.data();
    }
  }
  BOOST_TEST(&uut[0] == fields);
  BOOST_TEST((uut[99].name.data() == text));
}

BOOST_AUTO_TEST_CASE(follows_octets_that_were_moved) {
  auto from = std::string{"A: b\r\nC:\r\n"};
  map uut;
  uut.append_view({.name = {from.data(), 1}, .value = {from.data() + 3, 1}});
  uut.append_view(
    {.name = {from.data() + 6, 1}, .value = {from.data() + from.size(), 0}});
  uut.append("E", "f");
  auto to = from;
  uut.rebase(from, to.data());
  std::fill(from.begin(), from.end(), '!');
  BOOST_TEST(text_of(uut) == "A=b C= E=f ");
  BOOST_TEST((uut[0].name.data() == to.data()));
  BOOST_TEST((uut[1].value.data() == to.data() + to.size()));
}

BOOST_AUTO_TEST_CASE(takes_views_of_what_another_has) {
  auto all = some_fields();
  map uut;
  uut.append("Date", "today");
  uut.append_views(all);
  uut.set("Via", "3");
  BOOST_TEST(text_of(uut) == "Date=today Host=a Via=3 X-Foo=x x-foo=y ");
  BOOST_TEST(text_of(all) == "Host=a Via=1 X-Foo=x VIA=2 x-foo=y ");
  BOOST_TEST((uut[1].value.data() == all[0].value.data()));
}

BOOST_AUTO_TEST_CASE(keeps_a_text_for_others) {
  map uut;
  auto text = std::string{"kept"};
  auto kept = uut.keep(text);
  text = "gone";
  uut.append("A", "b");
  BOOST_TEST(kept == "kept");
  BOOST_TEST(uut.size() == 1);
}

BOOST_AUTO_TEST_CASE(finds_the_first_of_a_name_however_far_behind) {
  for (auto before : {0u, 1u, 253u, 254u, 255u, 256u, 300u, 1000u}) {
    map uut;
    for (auto i = 0u; i < before; ++i)
      uut.append("X-Foo", "x");
    uut.append("Via", "first");
    uut.append("Date", "today");
    uut.append("Via", "second");
    BOOST_TEST(uut.get(name::via) == "first");
    BOOST_TEST(uut.get(name::date) == "today");
    BOOST_TEST(!uut.has(name::host));
    uut.set("Via", "third");
    BOOST_TEST(uut.get(name::via) == "third");
    BOOST_TEST(uut.size() == before + 2);
  }
}

BOOST_AUTO_TEST_CASE(two_change_places) {
  auto first = some_fields();
  map second;
  second.append("Date", "today");
  first.swap(second);
  BOOST_TEST(text_of(second) == "Host=a Via=1 X-Foo=x VIA=2 x-foo=y ");
  BOOST_TEST(second.get(name::host) == "a");
  BOOST_TEST(second.repeated(name::via));
  BOOST_TEST(text_of(first) == "Date=today ");
  BOOST_TEST(!first.has(name::host));
  BOOST_TEST(!first.repeated(name::via));
  first.append("Host", "b"); // behind its own
  BOOST_TEST(second.get(name::host) == "a");
  BOOST_TEST(first.get(name::host) == "b");
}

BOOST_AUTO_TEST_CASE(is_whole_after_a_move) {
  auto first = some_fields();
  auto value = first[1].value;
  auto second = std::move(first);
  BOOST_TEST((second.find(name::via)->value.data() == value.data()));
  map third;
  third.append("Date", "today");
  third = std::move(second);
  BOOST_TEST(text_of(third) == "Host=a Via=1 X-Foo=x VIA=2 x-foo=y ");
  BOOST_TEST(!third.has(name::date));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::fields

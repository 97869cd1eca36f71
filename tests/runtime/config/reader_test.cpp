#include "runtime/config/reader.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>

namespace troupe::runtime::config {
namespace {

using namespace std::chrono_literals;

class reader_fixture {
protected:
  // Reads the value of the only key.
  template <class Reader>
  auto read(std::string_view text, const Reader& reader) {
    findings out{"f"};
    doc = document::parse(text, out);
    BOOST_REQUIRE(doc.has_value());
    auto got = reader(doc->root().settings.at(0), out);
    note(std::move(out));
    return got;
  }

  // Opens the file as a section and lets `use` ask for keys.
  template <class Use>
  void open(std::string_view text, Use use) {
    findings out{"f"};
    doc = document::parse(text, out);
    BOOST_REQUIRE(doc.has_value());
    section in{{"all", {1, 1}, &doc->root()}, out};
    use(in);
    in.close();
    note(std::move(out));
  }

  void note(findings&& out) {
    wrong.clear();
    for (auto& x : std::move(out).take())
      wrong += to_string(x) + "\n";
  }

  std::optional<document> doc;
  std::string wrong;
};

BOOST_FIXTURE_TEST_SUITE(reader_test, reader_fixture)

// -- readers ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_text_list_is_texts_and_nothing_else) {
  auto got = read("k: [a, 'b c']", text_list{});
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(*got == (std::vector<std::string>{"a", "b c"}),
             boost::test_tools::per_element());
  BOOST_TEST(!read("k: a", text_list{}));
  BOOST_TEST(wrong == "f:1:4: 'k' should be a list, not 'a'\n");
  BOOST_TEST(!read("k: [a, [b]]", text_list{.item = "x", .wanted = "a name"}));
  BOOST_TEST(wrong == "f:1:8: 'x' should be a name, not a list\n");
}

BOOST_AUTO_TEST_CASE(text_is_what_stands_there) {
  BOOST_TEST(read("k: a b", text{}).value() == "a b");
  BOOST_TEST(read("k: 'off'", text{}).value() == "off");
  BOOST_TEST(!read("k: [a]", text{}));
  BOOST_TEST(wrong == "f:1:4: 'k' should be text, not a list\n");
  BOOST_TEST(!read("k: {a: b}", text{.wanted = "a name"}));
  BOOST_TEST(wrong == "f:1:4: 'k' should be a name, not a map\n");
  BOOST_TEST(!read("k: ''", text{}));
  BOOST_TEST(wrong == "f:1:4: 'k' should be text, not empty\n");
  BOOST_TEST(!read("k:\n\n", text{}));
  BOOST_TEST(wrong == "f:1:1: 'k' should be text, not empty\n");
}

BOOST_AUTO_TEST_CASE(booleans_have_six_spellings) {
  for (auto yes : {"k: true", "k: yes", "k: on"})
    BOOST_TEST(read(yes, boolean{}).value() == true);
  for (auto no : {"k: false", "k: no", "k: off"})
    BOOST_TEST(read(no, boolean{}).value() == false);
  BOOST_TEST(!read("k: 1", boolean{}));
  BOOST_TEST(wrong == "f:1:4: 'k' should be true or false, not '1'\n");
}

BOOST_AUTO_TEST_CASE(whole_numbers_have_bounds) {
  auto port = whole_number{.least = 1, .most = 65535};
  BOOST_TEST(read("k: 1", port).value() == 1u);
  BOOST_TEST(read("k: 65535", port).value() == 65535u);
  BOOST_TEST(!read("k: 0", port));
  BOOST_TEST(wrong == "f:1:4: 'k' should be from 1 to 65535, not '0'\n");
  BOOST_TEST(!read("k: 99999999999999999999999", port));
  BOOST_TEST(wrong
             == "f:1:4: 'k' should be from 1 to 65535, not "
                "'99999999999999999999999'\n");
  BOOST_TEST(!read("k: 1", whole_number{.least = 2}));
  BOOST_TEST(wrong == "f:1:4: 'k' should be at least 2, not '1'\n");
  for (auto bad :
       {"k: many", "k: -1", "k: 1.0", "k: 0x10", "k: 1 2", "k: 1k", "k: off"}) {
    BOOST_TEST(!read(bad, port));
    BOOST_TEST(wrong
               == "f:1:4: 'k' should be a whole number, not '"
                    + std::string{bad}.substr(3) + "'\n");
  }
}

BOOST_AUTO_TEST_CASE(whole_numbers_may_be_off) {
  auto any = whole_number{.least = 1, .off = 0};
  BOOST_TEST(read("k: off", any).value() == 0u);
  BOOST_TEST(!read("k: none", any));
  BOOST_TEST(wrong
             == "f:1:4: 'k' should be a whole number or off, not 'none'\n");
}

BOOST_AUTO_TEST_CASE(numbers_may_have_a_fraction) {
  BOOST_TEST(read("k: 2", number{}).value() == 2);
  BOOST_TEST(read("k: 1.5", number{}).value() == 1.5);
  BOOST_TEST(read("k: 0", number{}).value() == 0);
  for (auto bad :
       {"k: -1", "k: much", "k: nan", "k: inf", "k: 1e3", "k: 1,5"}) {
    BOOST_TEST(!read(bad, number{}));
    BOOST_TEST(wrong
               == "f:1:4: 'k' should be a number such as 2 or 1.5, not '"
                    + std::string{bad}.substr(3) + "'\n");
  }
}

BOOST_AUTO_TEST_CASE(shares_are_parts_of_one_or_of_a_hundred) {
  BOOST_TEST(read("k: 0.1", share{}).value() == 0.1);
  BOOST_TEST(read("k: 10%", share{}).value() == 0.1);
  BOOST_TEST(read("k: 12.5%", share{}).value() == 0.125);
  BOOST_TEST(read("k: 100%", share{}).value() == 1);
  BOOST_TEST(read("k: 0", share{}).value() == 0);
  for (auto bad : {"k: 1.1", "k: 101%", "k: -1%", "k: '%'", "k: 10 %"}) {
    BOOST_TEST(!read(bad, share{}));
    BOOST_TEST(wrong.starts_with("f:1:4: 'k' should be a number from 0 to 1, "
                                 "or a percentage, not "));
  }
  for (auto none : {"k: 0", "k: 0%"})
    BOOST_TEST(!read(none, share{.may_be_none = false}));
}

BOOST_AUTO_TEST_CASE(sizes_have_bounds_and_units) {
  auto some = size{.least = 64, .most = 1 << 20};
  BOOST_TEST(read("k: 64KiB", some).value() == 65536u);
  BOOST_TEST(!read("k: 2MiB", some));
  BOOST_TEST(wrong == "f:1:4: 'k' should be from 64 to 1MiB, not '2MiB'\n");
  BOOST_TEST(!read("k: 99999999999GiB", some));
  BOOST_TEST(wrong
             == "f:1:4: 'k' should be from 64 to 1MiB, not '99999999999GiB'\n");
  BOOST_TEST(!read("k: big", some));
  BOOST_TEST(wrong
             == "f:1:4: 'k' should be a size such as 512, 64KiB or 1MiB, "
                "not 'big'\n");
  BOOST_TEST(!read("k: 64KB", some));
  BOOST_TEST(wrong
             == "f:1:4: 'k' should be a size such as 512, 64KiB or 1MiB, "
                "not '64KB' (that is 1000 to some and 1024 to others)\n");
  BOOST_TEST(read("k: off", size{.off = 7}).value() == 7u);
}

BOOST_AUTO_TEST_CASE(durations_need_a_unit) {
  BOOST_TEST((read("k: 1m30s", duration{}).value() == 90s));
  BOOST_TEST(!read("k: 5", duration{}));
  BOOST_TEST(wrong
             == "f:1:4: 'k' should be a duration such as 250ms, 5s or "
                "1m30s, not '5' (the units are ms, s, m and h)\n");
  BOOST_TEST(!read("k: soon", duration{}));
  BOOST_TEST(wrong
             == "f:1:4: 'k' should be a duration such as 250ms, 5s or "
                "1m30s, not 'soon'\n");
  BOOST_TEST(!read("k: 500ms", duration{.least = 1s}));
  BOOST_TEST(wrong == "f:1:4: 'k' should be at least 1s, not '500ms'\n");
  BOOST_TEST(!read("k: 9999h", duration{}));
  BOOST_TEST(wrong == "f:1:4: 'k' should be a year at the most, not '9999h'\n");
}

BOOST_AUTO_TEST_CASE(durations_are_off_only_where_that_means_something) {
  for (auto zero : {"k: off", "k: 0", "k: 0s"}) {
    BOOST_TEST((read(zero, duration{.may_be_off = true}).value() == 0s));
    BOOST_TEST(!read(zero, duration{}));
  }
  BOOST_TEST(wrong == "f:1:4: 'k' should be at least 1ms, not '0s'\n");
}

BOOST_AUTO_TEST_CASE(choices_suggest_a_word) {
  auto colour = choice<int>{{{"red", 1}, {"green", 2}}};
  BOOST_TEST(read("k: green", colour).value() == 2);
  BOOST_TEST(!read("k: grene", colour));
  BOOST_TEST(wrong
             == "f:1:4: 'k' should be one of red, green, not 'grene' "
                "(did you mean 'green'?)\n");
  BOOST_TEST(!read("k: blue", choice<int>{{{"red", 1}}}));
  BOOST_TEST(wrong == "f:1:4: 'k' should be red, not 'blue'\n");
}

BOOST_AUTO_TEST_CASE(a_long_value_is_cut_in_what_is_said_about_it) {
  BOOST_TEST(!read("k: " + std::string(1000, 'x'), boolean{}));
  BOOST_TEST(wrong
             == "f:1:4: 'k' should be true or false, not '"
                  + std::string(80, 'x') + "...'\n");
}

// -- what has parts -----------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_section_binds_what_is_there_and_leaves_the_rest) {
  int a = 1;
  int b = 2;
  open("a: 5\n", [&](section& in) {
    in.bind("a", a, whole_number{});
    in.bind("b", b, whole_number{});
  });
  BOOST_TEST(a == 5);
  BOOST_TEST(b == 2);
  BOOST_TEST(wrong == "");
}

BOOST_AUTO_TEST_CASE(a_section_tells_what_nobody_asked_for) {
  open("lops: 1\ncolour: red\n", [](section& in) {
    in.find("loops");
    in.find("log");
  });
  BOOST_TEST(wrong
             == "f:1:1: unknown key 'lops' (did you mean 'loops'?)\n"
                "f:2:1: unknown key 'colour'; known here: loops, log\n");
}

BOOST_AUTO_TEST_CASE(a_section_tells_what_is_missing) {
  open("a: 1\n", [](section& in) {
    BOOST_TEST(in.require("a") != nullptr);
    BOOST_TEST(in.require("b") == nullptr);
  });
  BOOST_TEST(wrong == "f:1:1: 'b' is missing here\n");
}

BOOST_AUTO_TEST_CASE(a_key_that_was_mistyped_is_not_missing_besides) {
  open("lopos: 1\n", [](section& in) {
    in.require("loops");
    in.require("log");
  });
  BOOST_TEST(wrong
             == "f:1:1: 'log' is missing here\n"
                "f:1:1: unknown key 'lopos' (did you mean 'loops'?)\n");
}

BOOST_AUTO_TEST_CASE(what_is_no_section_misses_nothing) {
  open("[a]\n", [](section& in) { in.require("b"); });
  BOOST_TEST(wrong == "f:1:1: 'all' should be a map, not a list\n");
}

BOOST_AUTO_TEST_CASE(a_bad_value_leaves_the_option_alone) {
  int a = 1;
  open("a: x\n", [&](section& in) { in.bind("a", a, whole_number{}); });
  BOOST_TEST(a == 1);
  BOOST_TEST(wrong == "f:1:4: 'a' should be a whole number, not 'x'\n");
}

BOOST_AUTO_TEST_CASE(items_have_the_name_of_one_of_them) {
  auto items
    = [](const setting& x, findings& out) { return items_of(x, "cat", out); };
  auto got = read("cats: [a, b]", items);
  BOOST_TEST_REQUIRE(got.size() == 2u);
  BOOST_TEST(got[1].key == "cat");
  BOOST_TEST(got[1].value->text == "b");
  BOOST_TEST((got[1].at == place{1, 11}));
  BOOST_TEST(read("cats: []", items).empty());
  BOOST_TEST(wrong == "f:1:7: 'cats' should name one cat at least\n");
  BOOST_TEST(read("cats: a", items).empty());
  BOOST_TEST(wrong == "f:1:7: 'cats' should be a list, not 'a'\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::config

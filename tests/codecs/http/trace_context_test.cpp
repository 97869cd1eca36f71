#include "codecs/http/trace_context.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace troupe::codecs::http {
namespace {

using std::string;

const auto sound
  = string{"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"};

class counted : public random_source {
public:
  explicit counted(std::vector<std::uint64_t> words)
    : words_(std::move(words)) {
    // nop
  }

  std::uint64_t next() override { return words_.at(next_++); }

private:
  std::vector<std::uint64_t> words_;
  std::size_t next_ = 0;
};

string state_of(std::initializer_list<std::string_view> lines) {
  auto all = fields::map{};
  for (auto x : lines)
    all.append("tracestate", x);
  return joined_tracestate(all);
}

string members(int count, std::size_t size) {
  auto result = string{};
  for (auto i = 0; i < count; ++i) {
    auto key = (i ? ",k" : "k") + std::to_string(i) + '=';
    result += key;
    result += string(size + (i ? 1 : 0) - key.size(), 'v');
  }
  return result;
}

BOOST_AUTO_TEST_SUITE(trace_context_test)

BOOST_AUTO_TEST_CASE(reads_and_writes_the_example_of_the_recommendation) {
  auto got = parse_trace_parent(sound);
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(got->trace.high == 0x4bf92f3577b34da6u);
  BOOST_TEST(got->trace.low == 0xa3ce929d0e0e4736u);
  BOOST_TEST((got->parent == span_id{0x00f067aa0ba902b7}));
  BOOST_TEST(got->sampled);
  BOOST_TEST(!got->random);
  BOOST_TEST(trace_parent_text{*got}.view() == sound);
}

BOOST_AUTO_TEST_CASE(knows_two_flags_and_drops_the_others) {
  auto text = sound;
  text.replace(53, 2, "fe");
  auto got = parse_trace_parent(text);
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(!got->sampled);
  BOOST_TEST(got->random);
  BOOST_TEST(trace_parent_text{*got}.view().substr(53) == "02");
}

BOOST_AUTO_TEST_CASE(reads_later_versions_as_far_as_it_knows) {
  auto text = sound;
  text.replace(0, 2, "cc");
  auto want = parse_trace_parent(sound);
  BOOST_TEST((parse_trace_parent(text) == want));
  BOOST_TEST((parse_trace_parent(text + "-what-the-future-holds") == want));
  BOOST_TEST(!parse_trace_parent(text + ".what").has_value());
  text.replace(0, 2, "ff");
  BOOST_TEST(!parse_trace_parent(text).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_malformed_is_nothing) {
  for (auto text :
       {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01",
        "0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473x-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902bx-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x"})
    BOOST_TEST(!parse_trace_parent(text).has_value(), text);
  for (std::size_t size = 0; size < sound.size(); ++size)
    BOOST_TEST(!parse_trace_parent(sound.substr(0, size)).has_value());
}

BOOST_AUTO_TEST_CASE(ids_are_never_zero) {
  auto random = counted{{0, 0, 5, 0, 0, 7, 0, 9}};
  auto uut = new_trace(random, true);
  BOOST_TEST((uut
              == trace_parent{.trace = {.high = 0, .low = 5},
                              .parent = span_id{7},
                              .sampled = true,
                              .random = true}));
  auto child = child_of(uut, random);
  BOOST_TEST((child.trace == uut.trace));
  BOOST_TEST((child.parent == span_id{9}));
  BOOST_TEST(child.sampled);
  BOOST_TEST(child.random);
}

BOOST_AUTO_TEST_CASE(lines_of_tracestate_are_one_list) {
  BOOST_TEST(state_of({}) == "");
  BOOST_TEST(state_of({"a=1", "b=2 , ,c=3", ""}) == "a=1,b=2,c=3");
  BOOST_TEST(state_of({"vendor@tenant/x*-_=a b!"})
             == "vendor@tenant/x*-_=a b!");
}

BOOST_AUTO_TEST_CASE(a_tracestate_with_a_fault_is_dropped_whole) {
  for (auto text : {"a", "a=", "=1", "A=1", "_a=1", "a=1,a=2", "a=b=c",
                    "a=1;b=\x01", "a b=1", "b=2,a=\xc3\xa4"})
    BOOST_TEST(state_of({"ok=1", text}) == "", text);
  BOOST_TEST(state_of({string(257, 'k').append("=1")}) == "");
  BOOST_TEST(state_of({string{"k="}.append(257, 'v')}) == "");
}

BOOST_AUTO_TEST_CASE(a_tracestate_is_passed_on_within_limits) {
  BOOST_TEST(state_of({members(32, 10)}) == members(32, 10));
  BOOST_TEST(state_of({members(33, 10)}) == "");
  // Members beyond 128 octets go first, then those at the end.
  auto longer = "big=" + string(200, 'v');
  BOOST_TEST(state_of({longer, members(4, 40)})
             == longer + ',' + members(4, 40));
  BOOST_TEST(state_of({longer, members(10, 40)}) == members(10, 40));
  BOOST_TEST(state_of({members(20, 40)}) == members(12, 40));
}

BOOST_AUTO_TEST_CASE(reads_the_fields_of_a_request) {
  auto all = fields::map{};
  BOOST_TEST(!read_trace_context(all).has_value());
  all.append("tracestate", "a=1");
  BOOST_TEST(!read_trace_context(all).has_value());
  all.append("TraceParent", sound);
  auto got = read_trace_context(all);
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(trace_parent_text{got->parent}.view() == sound);
  BOOST_TEST(got->state == "a=1");
  all.append("traceparent", sound);
  BOOST_TEST(!read_trace_context(all).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http

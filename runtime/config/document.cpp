#include "runtime/config/document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>
#include <unordered_map>
#include <utility>

namespace troupe::runtime::config {

namespace {

place to_place(const YAML::Mark& mark) {
  if (mark.is_null())
    return {};
  return {static_cast<std::size_t>(mark.line) + 1,
          static_cast<std::size_t>(mark.column) + 1};
}

// Builds the tree from the parser's events. yaml-cpp's own nodes forget where
// keys stood and which of them stood twice.
class tree_builder final : public YAML::EventHandler {
public:
  tree_builder(std::deque<node>& nodes, findings& out)
    : nodes_(nodes), out_(out) {
    // nop
  }

  const node* root() const noexcept { return root_; }

  // -- YAML::EventHandler -----------------------------------------------------

  void OnDocumentStart(const YAML::Mark&) override {
    // nop
  }

  void OnDocumentEnd() override {
    // nop
  }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    finish(make(node::kind::nothing, mark), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    auto i = anchors_.find(anchor);
    if (i != anchors_.end()) {
      put(i->second, to_place(mark));
      return;
    }
    out_.add(to_place(mark), "this alias stands inside of what it names");
    finish(make(node::kind::nothing, mark), YAML::NullAnchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string&,
                YAML::anchor_t anchor, const std::string& value) override {
    auto* x = make(node::kind::text, mark);
    x->text = value;
    finish(x, anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open_.push_back({.what = make(node::kind::list, mark), .anchor = anchor});
  }

  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string&,
                  YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open_.push_back({.what = make(node::kind::map, mark), .anchor = anchor});
  }

  void OnMapEnd() override {
    merge(open_.back());
    close();
  }

private:
  // A list or map whose end has not been seen.
  struct unfinished {
    node* what;
    YAML::anchor_t anchor;
    std::optional<setting> waiting = {}; // a key whose value comes next
    bool key_is_text = true;
    std::unordered_map<std::string, place> keys = {};
    std::vector<const node*> merges = {};
  };

  node* make(node::kind what, const YAML::Mark& mark) {
    auto& x = nodes_.emplace_back();
    x.what = what;
    x.at = to_place(mark);
    return &x;
  }

  void finish(node* x, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor)
      anchors_.emplace(anchor, x);
    put(x, x->at);
  }

  void close() {
    auto done = std::move(open_.back());
    open_.pop_back();
    finish(done.what, done.anchor);
  }

  void put(const node* x, place at) {
    if (open_.empty()) {
      root_ = x;
      return;
    }
    auto& top = open_.back();
    if (top.what->what == node::kind::list)
      top.what->items.push_back(x);
    else if (!top.waiting)
      begin_setting(top, *x, at);
    else
      end_setting(top, x);
  }

  void begin_setting(unfinished& map, const node& key, place at) {
    if (key.what != node::kind::text)
      out_.add(at, fmt::format("a key should be text, not {} (an address such "
                               "as '[::1]:80' needs quotes)",
                               describe(key)));
    map.waiting = setting{key.text, at, nullptr};
    map.key_is_text = key.what == node::kind::text;
  }

  void end_setting(unfinished& map, const node* value) {
    auto done = *std::exchange(map.waiting, std::nullopt);
    if (!map.key_is_text)
      return;
    if (done.key == "<<") {
      if (value->what == node::kind::list)
        map.merges.insert(map.merges.end(), value->items.begin(),
                          value->items.end());
      else
        map.merges.push_back(value);
      return;
    }
    auto [i, is_new] = map.keys.emplace(done.key, done.at);
    if (!is_new) {
      out_.add(done.at, fmt::format("'{}' stands here twice; first in line {}",
                                    done.key, i->second.line));
      return;
    }
    done.value = value;
    map.what->settings.push_back(std::move(done));
  }

  // https://yaml.org/type/merge.html: what the map says itself comes first.
  void merge(unfinished& map) {
    for (auto* from : map.merges) {
      if (from->what != node::kind::map)
        out_.add(from->at, "'<<' should name a map, or a list of maps");
      for (auto& x : from->settings)
        if (map.keys.emplace(x.key, x.at).second)
          map.what->settings.push_back(x);
    }
  }

  std::deque<node>& nodes_;
  findings& out_;
  const node* root_ = nullptr;
  std::vector<unfinished> open_;
  std::map<YAML::anchor_t, const node*> anchors_;
};

std::string_view line_of(std::string_view text, std::size_t number) {
  for (; number > 1; --number) {
    auto end = text.find('\n');
    if (end == std::string_view::npos)
      return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

// What YAML takes for an alias or a list may well have been an address.
std::string_view hint_for(std::string_view line) {
  for (auto mark : {"*:", "*.", "[::", "]:"})
    if (line.find(mark) != std::string_view::npos)
      return " (what begins with '*' or '[' needs quotes: '*:80', '[::1]:80')";
  return {};
}

} // namespace

std::string describe(const node& x) {
  switch (x.what) {
    case node::kind::nothing: return "empty";
    case node::kind::list: return "a list";
    case node::kind::map: return "a map";
    case node::kind::text: break;
  }
  if (x.text.empty())
    return "empty";
  constexpr std::size_t enough = 80;
  auto is_long = x.text.size() > enough;
  return fmt::format("'{}{}'", std::string_view{x.text}.substr(0, enough),
                     is_long ? "..." : "");
}

std::optional<document> document::parse(std::string_view text, findings& out) {
  document result;
  tree_builder builder{result.nodes_, out};
  try {
    std::istringstream in{std::string{text}};
    YAML::Parser parser{in};
    parser.HandleNextDocument(builder);
    result.root_ = builder.root();
    if (result.root_ != nullptr) {
      findings ignored{{}};
      std::deque<node> others;
      tree_builder second{others, ignored};
      if (parser.HandleNextDocument(second) && second.root() != nullptr)
        out.add(second.root()->at, "a second document; only one is read");
    }
  } catch (const YAML::Exception& e) {
    auto at = to_place(e.mark);
    out.add(at, fmt::format("this is not YAML: {}{}", e.msg,
                            hint_for(line_of(text, at.line))));
    return std::nullopt;
  }
  if (result.root_ == nullptr)
    result.root_ = &result.nodes_.emplace_back();
  return result;
}

} // namespace troupe::runtime::config

#include "actors/static_files/file_lookup.hpp"

#include "actors/static_files/media_type.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/coding/accept_encoding.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>
#include <vector>

namespace troupe::actors {

namespace {

using codecs::coding::kind;
using runtime::files::directory;
using runtime::files::file_state;
using runtime::files::open_file;
using opened = codecs::result<open_file, std::error_code>;

struct sibling {
  kind coding;
  std::string_view suffix;
};

// Of equals the first is taken: what is smallest, as a rule.
constexpr auto siblings
  = std::array{sibling{kind::br, ".br"}, sibling{kind::zstd, ".zst"},
               sibling{kind::gzip, ".gz"}};

/// What the operating system says of a file, as a client is told it.
file_outcome refusal(const std::error_code& why) {
  switch (why.value()) {
    case ENOENT:
    case ENOTDIR:
    case ELOOP: // a link that is not to be followed
    case EXDEV: // or that leads out
    case ENAMETOOLONG:
    case ENXIO: // a socket
    case ENODEV: return plan_status(404);
    case EACCES:
    case EPERM: return plan_status(403);
    case EMFILE:
    case ENFILE:
    case ENOMEM:
      return failure{proxy_errc::out_of_resources,
                     "file: " + text_of(why.value())};
    default:
      return failure{proxy_errc::service_failed,
                     "file: " + text_of(why.value())};
  }
}

bool is_missing(const file_outcome& x) noexcept {
  auto* plan = std::get_if<response_plan>(&x);
  return plan && plan->status == 404;
}

/// One request's way through the directory.
class search {
public:
  search(const file_request& request, const directory& root)
    : request_(request), options_(*request.options), root_(root) {
    // nop
  }

  file_outcome run() {
    auto outcome = find(request_.name, request_.directory);
    if (is_missing(outcome) && !options_.fallback.empty())
      return find(options_.fallback, false);
    return outcome;
  }

private:
  opened open(const std::string& name) const {
    return root_.open_entry(name, options_.symlinks);
  }

  file_outcome find(const std::string& name, bool as_directory) const {
    auto there = open(name);
    if (!there)
      return refusal(there.error());
    switch (there->state().what) {
      case file_state::kind::file:
        if (as_directory)
          return plan_status(404);
        return choose(name, *std::move(there));
      case file_state::kind::directory:
        if (!as_directory)
          return plan_redirect(request_);
        return find_index(name);
      case file_state::kind::other: break;
    }
    return plan_status(404);
  }

  file_outcome find_index(const std::string& name) const {
    if (options_.index.empty())
      return plan_status(404);
    auto index = name.empty() ? options_.index : name + '/' + options_.index;
    auto there = open(index);
    if (!there)
      return refusal(there.error());
    if (there->state().what != file_state::kind::file)
      return plan_status(404);
    return choose(index, *std::move(there));
  }

  /// The file, or the sibling that the client likes better.
  file_outcome choose(const std::string& name, open_file plain) const {
    auto type = type_of(name);
    if (options_.precompressed) {
      auto accepted = codecs::coding::accept_encoding{request_.fields};
      auto left = std::vector<kind>{};
      for (auto& x : siblings)
        left.push_back(x.coding);
      for (auto best = accepted.choose(left); best && *best != kind::identity;
           best = accepted.choose(left)) {
        if (auto coded = open_sibling(name, *best, plain.state()))
          return found_file{.file = share(*std::move(coded)),
                            .type = std::move(type),
                            .coding = *best};
        std::erase(left, *best);
      }
    }
    return found_file{.file = share(std::move(plain)), .type = std::move(type)};
  }

  std::optional<open_file> open_sibling(const std::string& name, kind coding,
                                        const file_state& plain) const {
    auto which = std::find_if(siblings.begin(), siblings.end(),
                              [=](auto& x) { return x.coding == coding; });
    auto there = open(std::string{name}.append(which->suffix));
    if (!there || there->state().what != file_state::kind::file
        || there->state().modified < plain.modified)
      return std::nullopt;
    return *std::move(there);
  }

  std::string type_of(const std::string& name) const {
    auto extension = std::string{extension_of(name)};
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   codecs::to_lower);
    if (auto own = options_.types.find(extension); own != options_.types.end())
      return own->second;
    auto known = media_type_of(extension);
    return known.empty() ? options_.default_type : std::string{known};
  }

  static open_file_ptr share(open_file x) {
    return std::make_shared<const open_file>(std::move(x));
  }

  const file_request& request_;
  const static_files_options& options_;
  const directory& root_;
};

} // namespace

file_outcome look_up(const file_request& request) {
  auto root = directory::open(request.options->root);
  if (!root)
    return refusal(root.error());
  return search{request, *root}.run();
}

} // namespace troupe::actors

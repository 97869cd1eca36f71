#include "actors/tls/front.hpp"

#include <utility>

namespace troupe::actors {

namespace tls = runtime::tls;

codecs::result<std::shared_ptr<const tls::identity_book>, std::string>
read_book(const std::vector<certificate_options>& from) {
  auto result = std::make_shared<tls::identity_book>();
  for (auto& x : from) {
    auto read = tls::read_identity(x.files);
    if (!read)
      return read.error();
    result->add(*std::move(read), x.names);
  }
  return std::shared_ptr<const tls::identity_book>{std::move(result)};
}

tls_front::tls_front(tls_options options,
                     std::shared_ptr<tls::server_context> context)
  : options_(std::move(options)), context_(std::move(context)) {
  context_->ask_for_identities(static_cast<bool>(options_.supplier));
  for (auto& [name, upstream] : options_.pass_through)
    passes_[name] = upstream;
}

codecs::result<std::shared_ptr<tls_front>, std::string>
tls_front::make(const tls_options& options) {
  auto context = tls::server_context::make(options.server);
  if (!context)
    return context.error();
  auto result = std::shared_ptr<tls_front>{new tls_front{options, *context}};
  if (auto loaded = result->reload(); !loaded)
    return loaded.error();
  return result;
}

codecs::result<bool, std::string> tls_front::reload() {
  auto book = read_book(options_.certificates);
  if (!book)
    return book.error();
  if (**book == *shown())
    return false;
  context_->show(*std::move(book));
  return true;
}

std::vector<std::string> tls_front::files() const {
  auto result = std::vector<std::string>{};
  for (auto& x : options_.certificates)
    for (auto* file : {&x.files.certificate, &x.files.key, &x.files.staple})
      if (!file->empty())
        result.push_back(*file);
  return result;
}

std::vector<tls::certificate_facts> tls_front::shown_facts() const {
  auto result = std::vector<tls::certificate_facts>{};
  auto book = shown();
  for (auto& x : book->all())
    result.push_back(x.facts());
  return result;
}

} // namespace troupe::actors

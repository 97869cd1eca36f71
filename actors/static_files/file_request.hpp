#pragma once

#include "actors/static_files/options.hpp"

#include "codecs/fields/map.hpp"
#include "codecs/http/status.hpp"
#include "codecs/http1/head.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace troupe::actors {

/// What a request wants of a directory's files. Owns all of it, for it travels
/// to another thread.
struct file_request {
  std::shared_ptr<const static_files_options> options;
  codecs::http::method method = codecs::http::method::get;
  std::string name;           ///< relative to the root, decoded
  bool directory = false;     ///< the path ended with a slash
  std::string target;         ///< as it came, path and query: for redirects
  std::size_t path_size = 0;  ///< of the path, in `target`
  codecs::fields::map fields; ///< those that choose among representations
  std::chrono::nanoseconds now{0}; ///< when it came, since 1970
};

/// Reads the request into `to`. Returns the status to refuse it with, or 200:
/// 400 for a path that is no file's, 404 for one that is not to be found, 405
/// for what is neither GET nor HEAD.
codecs::http::status read_file_request(const codecs::http1::request_head& head,
                                       file_request& to);

} // namespace troupe::actors

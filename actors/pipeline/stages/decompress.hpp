#pragma once

#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

#include "codecs/coding/compression_options.hpp"
#include "codecs/coding/decoder.hpp"

#include <optional>
#include <string>

namespace troupe::actors::stages {

/// A piece of a body goes on as what it becomes: with the usual ratio, 64 KiB
/// become 13 MiB at most.
struct decompress_options {
  bool requests = true;
  /// Those who do not get a response as the origin coded it.
  codecs::coding::decode_for responses = codecs::coding::decode_for::nobody;
  /// What is in a coding that cannot be undone, or in several, passes as it is;
  /// or else it is refused: 415 for requests, 502 for responses.
  bool refuse_unknown = false;
  codecs::coding::decoder_limits limits;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const decompress_options& x);

/// The stages that do what the options say: decompress_requests,
/// decompress_responses, or both.
pipeline decompress(const decompress_options& options);

/// decompress: {request: on, response: off | on | unaccepted, ratio: 200,
///              most: 16MiB, unknown: pass | refuse}
void read_decompress(const runtime::config::setting& x, pipeline& to,
                     runtime::config::findings& out);

} // namespace troupe::actors::stages

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace troupe::runtime::config {

/// How many slips of a typist lie between two words: letters that are wrong,
/// missing, too many, or swapped with their neighbour.
std::size_t distance(std::string_view a, std::string_view b);

/// The candidate that was probably meant, or nothing: the nearest within a slip
/// for every three letters, or else the only one that begins like that. Letter
/// case and the choice between '-' and '_' are no distance at all.
std::string_view suggest(std::string_view word,
                         std::span<const std::string_view> candidates);

/// " (did you mean 'x'?)", or nothing.
std::string did_you_mean(std::string_view word,
                         std::span<const std::string_view> candidates);

} // namespace troupe::runtime::config

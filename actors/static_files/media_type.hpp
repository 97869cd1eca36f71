#pragma once

#include <string_view>

namespace troupe::actors {

/// What follows the last dot of a file's name; empty if there is none, or
/// nothing before it.
std::string_view extension_of(std::string_view name) noexcept;

/// The media type that an extension stands for, whatever its case, with the
/// charset where there is one: files are UTF-8. Empty if nobody knows.
std::string_view media_type_of(std::string_view extension) noexcept;

} // namespace troupe::actors

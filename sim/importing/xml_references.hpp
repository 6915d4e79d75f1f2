#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace kickpath::importing {

/// The first `&` that begins no reference of XML 1.0 without a DOCTYPE: neither one of amp, lt, gt, quot,
/// apos nor a character by its number. Comments and CDATA sections do not count. pugixml takes such an `&`
/// for text.
std::optional<std::size_t> find_unknown_reference(std::string_view xml);

}  // namespace kickpath::importing

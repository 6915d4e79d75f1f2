#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "config/error.hpp"

/// JSON that others wrote: bounded, and its mistakes told like a compiler's.
namespace kickpath::report {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_bytes = std::size_t{64} << 20;  ///< of one input
constexpr int most_nested = 64;                            ///< lists and maps within each other

/// Nothing after an error: "a.json:3:7: is no JSON: ...".
std::optional<Json> parse_json(std::string_view text, const std::string& file, config::Errors& errors);

/// The text as it may stand within a script element of HTML: no '<', so nothing in it ends or begins a tag
/// or a comment. The same JSON to every reader.
std::string html_safe(const Json& document);

/// A file as a whole.
config::Place whole(const std::string& file);

}  // namespace kickpath::report

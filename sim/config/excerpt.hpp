#pragma once
#include <string>
#include <string_view>

namespace kickpath::config {

/// `text` as a message can show it: at most 40 bytes (cut between characters, "..." after), control
/// characters as '?'.
std::string excerpt(std::string_view text);

/// The excerpt within single quotes.
std::string quote(std::string_view text);

}  // namespace kickpath::config

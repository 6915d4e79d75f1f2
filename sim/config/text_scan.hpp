#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace kickpath::config {

struct TextFlaw {
  int line = 1, column = 1;
  std::string message;
};

/// The first byte that no YAML text has: NUL and other control characters (yaml-cpp 0.7 takes byte 4 for the
/// end of the file), malformed UTF-8, a carriage return without line feed. Linear, before any parser sees the
/// text.
std::optional<TextFlaw> find_flaw(std::string_view text);

/// Is the quoted scalar at the start of `text` (behind an anchor or a tag, perhaps) open to the end? yaml-cpp
/// 0.7 closes it in silence when the text ends with a line break. False for what is not quoted.
bool is_left_open(std::string_view text);

/// Does the text end within the `{` or `[` at its start? yaml-cpp 0.7 then takes what was opened for the key
/// of a map.
bool ends_within_brackets(std::string_view text);

/// Length of the well-formed UTF-8 sequence at the start of `text`, or 0: Unicode 15.0 table 3-7.
std::size_t utf8_length(std::string_view text);

}  // namespace kickpath::config

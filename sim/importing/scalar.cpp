#include "importing/scalar.hpp"

#include <charconv>
#include <fmt/format.h>

namespace kickpath::importing {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

}  // namespace

std::optional<std::uint64_t> read_number(const Scalar& scalar, std::uint64_t least, std::uint64_t most,
                                         const std::string& what, config::Errors& errors) {
  const std::string_view text = trimmed(scalar.text);
  std::uint64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end != text.data() + text.size() || problem == std::errc::invalid_argument)
    errors.add(scalar.place, what, fmt::format("'{}' is no number", shown(scalar.text)));
  else if (problem == std::errc::result_out_of_range || value < least || value > most)
    errors.add(scalar.place, what, fmt::format("must be from {} to {}, not {}", least, most, text));
  else
    return value;
  return std::nullopt;
}

std::optional<bool> read_switch(const Scalar& scalar, const std::string& what, config::Errors& errors) {
  const std::string_view text = trimmed(scalar.text);
  for (const char* word : {"on", "yes", "true", "y"})
    if (text == word) return true;
  for (const char* word : {"off", "no", "false", "n"})
    if (text == word) return false;
  errors.add(scalar.place, what, fmt::format("must be on or off, not '{}'", shown(scalar.text)));
  return std::nullopt;
}

std::string shown(const std::string& text) {
  constexpr std::size_t longest = 60;
  std::string line;
  for (const char c : text.substr(0, longest)) line += c >= ' ' && c <= '~' ? c : '?';
  return text.size() > longest ? line + "..." : line;
}

}  // namespace kickpath::importing

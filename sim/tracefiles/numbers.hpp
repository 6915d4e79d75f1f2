#pragma once
#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

/// Pieces of a line of text.
namespace kickpath::tracefiles {

constexpr std::string_view spaces = " \t";

inline std::string_view without_margin(std::string_view text) {
  const auto begin = text.find_first_not_of(spaces);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(spaces) - begin + 1);
}

/// All of `text` as a number.
template <std::integral T>
std::optional<T> to_number(std::string_view text, int base = 10) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The number with which `text` begins.
template <std::integral T>
std::optional<T> leading_number(std::string_view text, int base = 10) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{}) return std::nullopt;
  return value;
}

/// The number behind the last `key`: a task may have named itself "pid=7", and names come first.
template <std::integral T>
std::optional<T> number_after(std::string_view text, std::string_view key, int base = 10) {
  const auto at = text.rfind(key);
  return at == text.npos ? std::nullopt : leading_number<T>(text.substr(at + key.size()), base);
}

/// Takes the first word off `text`.
inline std::string_view take_word(std::string_view& text) {
  const auto begin = text.find_first_not_of(spaces);
  if (begin == text.npos) return text = {};
  text.remove_prefix(begin);
  const std::string_view word = text.substr(0, text.find_first_of(spaces));
  text.remove_prefix(word.size());
  return word;
}

}  // namespace kickpath::tracefiles

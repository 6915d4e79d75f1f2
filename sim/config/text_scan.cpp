#include "config/text_scan.hpp"

#include <fmt/format.h>

namespace kickpath::config {

namespace {

unsigned byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

bool is_within(unsigned byte, unsigned low, unsigned high) { return low <= byte && byte <= high; }

/// Lowest and highest second byte after `lead`; what is narrower than 80-BF excludes overlong forms and
/// surrogates.
bool is_second(unsigned lead, unsigned byte) {
  switch (lead) {
    case 0xE0:
      return is_within(byte, 0xA0, 0xBF);
    case 0xED:
      return is_within(byte, 0x80, 0x9F);
    case 0xF0:
      return is_within(byte, 0x90, 0xBF);
    case 0xF4:
      return is_within(byte, 0x80, 0x8F);
    default:
      return is_within(byte, 0x80, 0xBF);
  }
}

std::string flaw_at(std::string_view rest) {
  const unsigned byte = byte_at(rest, 0);
  if (byte == '\r') return byte_at(rest, 1) == '\n' ? "" : "a carriage return without a line feed";
  if (byte == 0) return "a NUL byte: this is no text";
  if ((byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7F)
    return fmt::format("control character 0x{:02x}: this is no YAML text", byte);
  return utf8_length(rest) > 0 ? "" : fmt::format("byte 0x{:02x} is not UTF-8", byte);
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  const unsigned lead = byte_at(text, 0);
  if (lead < 0x80) return text.empty() ? 0 : 1;
  const std::size_t length = is_within(lead, 0xC2, 0xDF)   ? 2
                             : is_within(lead, 0xE0, 0xEF) ? 3
                             : is_within(lead, 0xF0, 0xF4) ? 4
                                                           : 0;
  if (length == 0 || !is_second(lead, byte_at(text, 1))) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if (!is_within(byte_at(text, i), 0x80, 0xBF)) return 0;
  return length;
}

bool is_left_open(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && (text[i] == '&' || text[i] == '!'))
    i = text.find_first_not_of(" \t\r\n", text.find_first_of(" \t\r\n", i));
  if (i >= text.size() || (text[i] != '"' && text[i] != '\'')) return false;
  const char quote = text[i++];
  // within single quotes a doubled '' is the escape
  const char* const stops = quote == '"' ? "\"\\" : "'";
  for (i = text.find_first_of(stops, i); i < text.size(); i = text.find_first_of(stops, i + 2)) {
    const bool is_escape = text[i] == '\\' || (quote == '\'' && text.substr(i, 2) == "''");
    if (!is_escape) return false;
  }
  return true;
}

bool ends_within_brackets(std::string_view text) {
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == '\\' && quote == '"') ++i;
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else {
      depth += (c == '{' || c == '[') - (c == '}' || c == ']');
      if (depth <= 0) return false;
    }
  }
  return true;
}

std::optional<TextFlaw> find_flaw(std::string_view text) {
  int line = 1;
  std::size_t line_begin = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (std::string flaw = flaw_at(text.substr(i)); !flaw.empty())
      return TextFlaw{line, static_cast<int>(i - line_begin) + 1, std::move(flaw)};
    if (text[i] == '\n') {
      ++line;
      line_begin = i + 1;
    }
    i += utf8_length(text.substr(i));
  }
  return std::nullopt;
}

}  // namespace kickpath::config

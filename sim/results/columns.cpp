#include "results/columns.hpp"

#include <algorithm>

namespace kickpath::results {
namespace {

/// A code point of UTF-8 is one byte that is no continuation (10xxxxxx) and the continuations after it.
bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string blanks(std::size_t columns, std::string_view text) {
  const std::size_t width = width_of(text);
  return std::string(columns > width ? columns - width : 0, ' ');
}

std::string padded(const std::string& text, std::size_t columns) { return text + blanks(columns, text); }

}  // namespace

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_code_point));
}

std::string fit(std::string_view text, std::size_t columns) {
  const bool is_cut = width_of(text) > columns;
  const std::size_t kept = is_cut ? columns - 1 : columns;
  std::string fitted;
  std::size_t width = 0;
  for (const char c : text) {
    if (begins_code_point(c) && ++width > kept) break;
    fitted += is_control(c) ? '?' : c;
  }
  return is_cut ? fitted + "~" : fitted;
}

std::string wrap(std::string_view label, const std::vector<std::string>& items, std::size_t indent,
                 std::size_t columns) {
  std::string text;
  std::string line = padded(fit(label, indent), indent);
  bool is_first_of_line = true;
  for (const std::string& whole : items) {
    const std::string item = fit(whole, columns - indent);
    if (!is_first_of_line && width_of(line) + 2 + width_of(item) > columns) {
      text.append(line).append("\n");
      line.assign(indent, ' ');
      is_first_of_line = true;
    }
    line.append(is_first_of_line ? "" : "  ").append(item);
    is_first_of_line = false;
  }
  return text.append(line).append("\n");
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));

  std::string text;
  for (const auto& row : rows) {
    text += padded(row[0], widths[0]);
    for (std::size_t i = 1; i < row.size(); ++i)
      text.append("  ").append(blanks(widths[i], row[i])).append(row[i]);
    text += "\n";
  }
  return text;
}

}  // namespace kickpath::results

#include "config/excerpt.hpp"

#include <fmt/format.h>

namespace kickpath::config {

namespace {
constexpr std::size_t longest = 40;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
}  // namespace

std::string excerpt(std::string_view text) {
  std::size_t end = text.size();
  if (end > longest) {
    end = longest;
    while (end > 0 && is_continuation(text[end])) --end;
  }
  std::string shown{text.substr(0, end)};
  for (char& c : shown)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  return end < text.size() ? shown + "..." : shown;
}

std::string quote(std::string_view text) { return fmt::format("'{}'", excerpt(text)); }

}  // namespace kickpath::config

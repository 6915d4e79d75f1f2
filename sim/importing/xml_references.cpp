#include "importing/xml_references.hpp"

#include <algorithm>

namespace kickpath::importing {

namespace {

bool is_hex(char c) { return ('0' <= c && c <= '9') || ('a' <= c && c <= 'f') || ('A' <= c && c <= 'F'); }
bool is_digit(char c) { return '0' <= c && c <= '9'; }

bool is_known(std::string_view name) {
  for (const std::string_view known : {"amp", "lt", "gt", "quot", "apos"})
    if (name == known) return true;
  if (name.starts_with("#x")) return name.size() > 2 && std::all_of(name.begin() + 2, name.end(), is_hex);
  return name.size() > 1 && name[0] == '#' && std::all_of(name.begin() + 1, name.end(), is_digit);
}

/// Behind the section that begins at `at` with `open`; `at` itself where none does.
std::size_t behind(std::string_view xml, std::size_t at, std::string_view open, std::string_view close) {
  if (!xml.substr(at).starts_with(open)) return at;
  const std::size_t end = xml.find(close, at + open.size());
  return end == std::string_view::npos ? xml.size() : end + close.size();
}

}  // namespace

std::optional<std::size_t> find_unknown_reference(std::string_view xml) {
  for (std::size_t i = 0; i < xml.size();) {
    const std::size_t after = std::max(
        {behind(xml, i, "<!--", "-->"), behind(xml, i, "<![CDATA[", "]]>"), behind(xml, i, "<?", "?>")});
    if (after > i) {
      i = after;
      continue;
    }
    if (xml[i] == '&') {
      constexpr std::size_t longest = 12;
      const std::size_t end = xml.substr(i, longest).find(';');
      if (end == std::string_view::npos || !is_known(xml.substr(i + 1, end - 1))) return i;
    }
    ++i;
  }
  return std::nullopt;
}

}  // namespace kickpath::importing

#include "config/node.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "config/excerpt.hpp"

namespace kickpath::config {

const Entry* Node::find(std::string_view key) const {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

std::string describe(const Node& node) {
  switch (node.kind) {
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::map:
      return "a map";
    case Node::Kind::scalar:
      return quote(node.text);
    case Node::Kind::null:
      break;
  }
  return "nothing";
}

bool looks_typed(std::string_view text) {
  // YAML 1.2.2 10.3.2, the core schema
  static constexpr std::array words{"null", "Null", "NULL",  "~",     "",     "true",
                                    "True", "TRUE", "false", "False", "FALSE"};
  if (std::find(words.begin(), words.end(), text) != words.end()) return true;
  if (text.front() == '+') text.remove_prefix(1);
  double number{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem != std::errc::invalid_argument && end == text.data() + text.size();
}

}  // namespace kickpath::config

#include "config/choices.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/excerpt.hpp"

namespace kickpath::config {

Shape<std::string> text_one_of(std::vector<std::string> words) {
  const std::string wanted = fmt::format("one of {}", fmt::join(words, ", "));
  const auto parse = [words](const Node& node, const std::optional<Frequency>&) {
    using Result = Outcome<std::string>;
    if (std::find(words.begin(), words.end(), node.text) != words.end()) return Result{node.text};
    return Result::bad(fmt::format("unknown word {}{}", quote(node.text), suggestion(node.text, words)));
  };
  return Shape<std::string>{std::make_shared<ScalarRule<std::string>>(
      wanted, json{{"type", "string"}, {"enum", words}}, parse,
      [](const std::string& word) { return word.empty() ? json(nullptr) : json(word); })};
}

}  // namespace kickpath::config

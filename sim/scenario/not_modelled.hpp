#pragma once
#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

#include "config/shapes.hpp"

/// Words and keys of the file format that have a meaning, but no model yet: refused by name, so that nobody
/// searches for a misspelling, and left out of the schema.
namespace kickpath::scenario {

template <class T>
struct PlannedWordsRule final : config::Rule<T> {
  PlannedWordsRule(config::Shape<T> modelled, std::vector<std::string> planned_words)
      : inner(std::move(modelled)), planned(std::move(planned_words)) {}

  bool read(const config::Spot& spot, T& out) const override {
    const std::string& word = spot.node().text;
    if (std::find(planned.begin(), planned.end(), word) == planned.end()) return inner.read(spot, out);
    return spot.error(fmt::format("'{}' is not modelled yet (there is: {})", word, known()));
  }
  config::json write(const T& value) const override { return inner.write(value); }
  config::json schema() const override { return inner.schema(); }
  bool accepts(config::Node::Kind kind) const override { return inner.accepts(kind); }
  std::string wanted() const override { return inner.wanted(); }

  std::string known() const {
    const config::json schema = inner.schema();
    std::string list;
    for (const auto& word : schema.at("enum"))
      list += (list.empty() ? "" : ", ") + word.template get<std::string>();
    return list;
  }

  config::Shape<T> inner;
  std::vector<std::string> planned;
};

/// `modelled`, a shape of words, which knows of some more words that they will come.
template <class T>
config::Shape<T> with_planned(const config::Shape<T>& modelled, std::vector<std::string> planned) {
  return config::Shape<T>{std::make_shared<PlannedWordsRule<T>>(modelled, std::move(planned))};
}

}  // namespace kickpath::scenario

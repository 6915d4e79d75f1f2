#pragma once
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "config/nearest.hpp"
#include "config/scalars.hpp"

/// Shapes that are one of several: words of a list, or one of some other shapes.
namespace kickpath::config {

/// One word of a list.
Shape<std::string> text_one_of(std::vector<std::string> words);

/// A word for each value of `E`; the first word of a value is how it is written.
template <class E>
Shape<E> one_of(std::vector<std::pair<std::string, E>> table) {
  std::vector<std::string> words;
  for (const auto& row : table) words.push_back(row.first);
  const auto by_word = [table](const std::string& word) {
    const auto row = std::find_if(table.begin(), table.end(), [&](const auto& r) { return r.first == word; });
    return row == table.end() ? E{} : row->second;
  };
  const auto by_value = [table](const E& value) {
    const auto row =
        std::find_if(table.begin(), table.end(), [&](const auto& r) { return r.second == value; });
    return row == table.end() ? std::string{} : row->first;
  };
  return text_one_of(std::move(words)).template mapped<E>(by_word, by_value);
}

/// The first alternative that reads without error. If none does and only one alternative takes this kind of
/// node, its errors are reported, else one error that names them all. A value is written by the first
/// alternative that does not write null.
template <class T>
struct EitherRule final : Rule<T> {
  explicit EitherRule(std::vector<Shape<T>> shapes) : alternatives(std::move(shapes)) {}

  bool read(const Spot& spot, T& out) const override {
    Errors last;
    int fitting = 0;
    for (const Shape<T>& shape : alternatives) {
      if (!shape.accepts(spot.node().kind)) continue;
      ++fitting;
      last = Errors{};
      Reading trial{last, spot.clock()};
      T value = out;
      if (!shape.read(spot.with(trial), value)) continue;
      out = std::move(value);
      return true;
    }
    if (fitting != 1) return spot.error("expected " + wanted() + ", not " + describe(spot.node()));
    spot.add(last);
    return false;
  }

  json write(const T& value) const override {
    json written;
    for (std::size_t i = 0; i < alternatives.size() && written.is_null(); ++i)
      written = alternatives[i].write(value);
    return written;
  }

  json schema() const override {
    json any = json::array();
    for (const Shape<T>& shape : alternatives) any.push_back(shape.schema());
    return {{"anyOf", std::move(any)}};
  }

  bool accepts(Node::Kind kind) const override {
    return std::any_of(alternatives.begin(), alternatives.end(),
                       [&](const auto& s) { return s.accepts(kind); });
  }

  std::string wanted() const override {
    std::string text;
    for (const Shape<T>& shape : alternatives) text += (text.empty() ? "" : " or ") + shape.wanted();
    return text;
  }

  std::vector<Shape<T>> alternatives;
};

/// All alternatives read the same type; `mapped` makes them alike.
template <class S, class... More, class T = typename S::Value>
Shape<T> either(const S& first, const More&... more) {
  return Shape<T>{std::make_shared<EitherRule<T>>(std::vector<Shape<T>>{Shape<T>{first}, Shape<T>{more}...})};
}

}  // namespace kickpath::config

#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "config/shape.hpp"

namespace kickpath::config {

/// A shape that writes only what it can say in full, null otherwise: an alternative of either() that reads
/// some of the values leaves the others to the next one.
template <class T>
struct WrittenIfRule final : Rule<T> {
  WrittenIfRule(Shape<T> inner_shape, std::function<bool(const T&)> says_all)
      : inner(std::move(inner_shape)), says(std::move(says_all)) {}

  bool read(const Spot& spot, T& out) const override { return inner.read(spot, out); }
  json write(const T& value) const override { return says(value) ? inner.write(value) : json(); }
  json schema() const override { return inner.schema(); }
  bool accepts(Node::Kind kind) const override { return inner.accepts(kind); }
  std::string wanted() const override { return inner.wanted(); }

  Shape<T> inner;
  std::function<bool(const T&)> says;
};

template <class T>
Shape<T> written_if(Shape<T> inner, std::function<bool(const T&)> says_all) {
  return Shape<T>{std::make_shared<WrittenIfRule<T>>(std::move(inner), std::move(says_all))};
}

}  // namespace kickpath::config

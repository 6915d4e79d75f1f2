#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "config/spot.hpp"

/// A shape says once what a piece of YAML may be; the reader, the writer and the JSON Schema all come from
/// it, so none of them can drift from the others.
namespace kickpath::config {

using json = nlohmann::ordered_json;

template <class T>
struct Rule {
  virtual ~Rule() = default;
  /// False after at least one error at `spot` or below; `out` then is in parts as it was. `spot` exists.
  virtual bool read(const Spot& spot, T& out) const = 0;
  /// What read() would take back: for defaults in the schema and for resolved output. Null for "not there".
  virtual json write(const T& value) const = 0;
  /// JSON Schema, draft 7.
  virtual json schema() const = 0;
  virtual bool accepts(Node::Kind kind) const = 0;
  /// For messages: "a duration, as in '5 us'".
  virtual std::string wanted() const = 0;
};

/// A handle that copies cheaply.
template <class T>
class Shape {
 public:
  using Value = T;
  explicit Shape(std::shared_ptr<const Rule<T>> rule) : rule_(std::move(rule)) {}

  bool read(const Spot& spot, T& out) const { return rule_->read(spot, out); }
  json write(const T& value) const { return rule_->write(value); }
  json schema() const { return rule_->schema(); }
  bool accepts(Node::Kind kind) const { return rule_->accepts(kind); }
  std::string wanted() const { return rule_->wanted(); }

  /// `check(value, spot)` runs after a good read and reports what it dislikes with spot.error() or
  /// spot.at("key").error().
  Shape check(std::function<void(const T&, const Spot&)> check) const;

  /// The same text, kept as another type: `integer().mapped<CoreId>(to, from)`.
  template <class To>
  Shape<To> mapped(std::function<To(const T&)> to, std::function<T(const To&)> from) const;

 private:
  std::shared_ptr<const Rule<T>> rule_;
};

/// The Shape that S, a Shape or what converts to one, stands for.
template <class S>
using ShapeOf = Shape<typename S::Value>;

template <class T>
struct CheckedRule final : Rule<T> {
  CheckedRule(Shape<T> inner_shape, std::function<void(const T&, const Spot&)> check_value)
      : inner(std::move(inner_shape)), check(std::move(check_value)) {}

  bool read(const Spot& spot, T& out) const override {
    if (!inner.read(spot, out)) return false;
    Errors found;
    Reading reading{found, spot.clock()};
    check(out, spot.with(reading));
    spot.add(found);
    return found.empty();
  }
  json write(const T& value) const override { return inner.write(value); }
  json schema() const override { return inner.schema(); }
  bool accepts(Node::Kind kind) const override { return inner.accepts(kind); }
  std::string wanted() const override { return inner.wanted(); }

  Shape<T> inner;
  std::function<void(const T&, const Spot&)> check;
};

template <class T, class From>
struct MappedRule final : Rule<T> {
  MappedRule(Shape<From> inner_shape, std::function<T(const From&)> to_value,
             std::function<From(const T&)> from_value)
      : inner(std::move(inner_shape)), to(std::move(to_value)), from(std::move(from_value)) {}

  bool read(const Spot& spot, T& out) const override {
    From value{};
    if (!inner.read(spot, value)) return false;
    out = to(value);
    return true;
  }
  json write(const T& value) const override { return inner.write(from(value)); }
  json schema() const override { return inner.schema(); }
  bool accepts(Node::Kind kind) const override { return inner.accepts(kind); }
  std::string wanted() const override { return inner.wanted(); }

  Shape<From> inner;
  std::function<T(const From&)> to;
  std::function<From(const T&)> from;
};

template <class T>
Shape<T> Shape<T>::check(std::function<void(const T&, const Spot&)> check) const {
  return Shape{std::make_shared<CheckedRule<T>>(*this, std::move(check))};
}

template <class T>
template <class To>
Shape<To> Shape<T>::mapped(std::function<To(const T&)> to, std::function<T(const To&)> from) const {
  return Shape<To>{std::make_shared<MappedRule<To, T>>(*this, std::move(to), std::move(from))};
}

}  // namespace kickpath::config

#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "config/nearest.hpp"
#include "config/record.hpp"

/// Shapes where one word selects the rest.
namespace kickpath::config {

/// The word at `key` of this map, or an empty one after an error: not a map, missing, or not among `words`.
std::string read_discriminator(const Spot& spot, const std::string& doc, const std::string& key,
                               const std::vector<std::string>& words);

/// A map whose key `kind` (say) selects the record of the other keys. `T` is a std::variant with one
/// alternative for each record, or a struct of its own with a maker for each. Usage: `variant<Workload>("a
/// workload", "kind").option("closed-loop", record<ClosedLoop>(...)...)`
template <class T>
class Variant {
 public:
  using Value = T;
  Variant(std::string doc, std::string key) : doc_(std::move(doc)), key_(std::move(key)) {}

  /// T is a std::variant and A one of its alternatives.
  template <class A>
  Variant& option(const std::string& word, const Record<A>& record) {
    return option<A>(
        word, record, [](const A& a) { return T{a}; }, [](const T& v) { return std::get_if<A>(&v); });
  }

  /// `make` turns what was read into T; `get` gives it back, or nullptr when the value is of another option.
  template <class A>
  Variant& option(const std::string& word, Record<A> record, std::function<T(const A&)> make,
                  std::function<const A*(const T&)> get) {
    record.constant(key_, word, "selects the other keys");
    options_.push_back({[record, make](const Spot& spot, T& out) {
                          A value{};
                          if (!record.read(spot, value)) return false;
                          out = make(value);
                          return true;
                        },
                        [record, get](const T& value) {
                          const A* held = get(value);
                          return held ? record.write(*held) : json(nullptr);
                        },
                        [record] { return record.schema(); }});
    words_.push_back(word);
    return *this;
  }

  operator Shape<T>() const;  // NOLINT: a variant is a shape

  bool read(const Spot& spot, T& out) const {
    const std::string word = read_discriminator(spot, doc_, key_, words_);
    for (std::size_t i = 0; i < words_.size(); ++i)
      if (words_[i] == word) return options_[i].read(spot, out);
    return false;
  }

  json write(const T& value) const {
    json written;
    for (std::size_t i = 0; i < options_.size() && written.is_null(); ++i) written = options_[i].write(value);
    return written;
  }

  json schema() const {
    json any = json::array();
    for (const Option& option : options_) any.push_back(option.schema());
    return {{"description", doc_}, {"oneOf", std::move(any)}};
  }

  const std::string& doc() const { return doc_; }

 private:
  struct Option {
    std::function<bool(const Spot&, T&)> read;
    std::function<json(const T&)> write;
    std::function<json()> schema;
  };

  std::string doc_, key_;
  std::vector<std::string> words_;
  std::vector<Option> options_;  ///< in step with words_
};

template <class T>
Variant<T> variant(std::string doc, std::string key) {
  return Variant<T>{std::move(doc), std::move(key)};
}

template <class T>
struct VariantRule final : Rule<T> {
  explicit VariantRule(Variant<T> of) : variant(std::move(of)) {}
  bool read(const Spot& spot, T& out) const override { return variant.read(spot, out); }
  json write(const T& value) const override { return variant.write(value); }
  json schema() const override { return variant.schema(); }
  bool accepts(Node::Kind kind) const override { return kind == Node::Kind::map; }
  std::string wanted() const override { return variant.doc() + " (a map)"; }
  Variant<T> variant;
};

template <class T>
Variant<T>::operator Shape<T>() const {
  return Shape<T>{std::make_shared<VariantRule<T>>(*this)};
}

}  // namespace kickpath::config

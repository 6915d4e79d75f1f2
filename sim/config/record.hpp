#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "config/assign.hpp"
#include "config/shape.hpp"

/// The shape of a struct: a map with known keys.
namespace kickpath::config {

/// What a record knows of its keys without knowing the struct.
struct KeyDoc {
  std::string key;
  bool required = false;
  std::string doc;
};

/// Reports unknown keys (with the nearest known one), missing required keys and keys without value; false if
/// any.
bool check_keys(const Spot& spot, const std::vector<KeyDoc>& keys);

/// The schema of an object without its properties' types.
json object_schema(const std::string& doc, const std::vector<KeyDoc>& keys,
                   const std::vector<json>& properties);

/// Keys that are absent leave their member as it was; on top of a default-constructed struct, that is the
/// default. Usage: `record<QueueSpec>("a virtqueue").optional("size", &QueueSpec::size, power_of_two(1,
/// 32768), "entries")`
template <class T>
class Record {
 public:
  using Value = T;
  explicit Record(std::string doc) : doc_(std::move(doc)) {}

  /// The schema names the member's value in T{} as the default. A shape is a Shape, a Record or a Variant.
  template <class M, class S>
  Record& optional(std::string key, M T::*member, const S& shape, std::string doc) {
    return field({std::move(key), false, std::move(doc)}, member, ShapeOf<S>{shape});
  }
  template <class M, class S>
  Record& required(std::string key, M T::*member, const S& shape, std::string doc) {
    return field({std::move(key), true, std::move(doc)}, member, ShapeOf<S>{shape});
  }

  /// A member of a member: `access` leads to it, as in +[](VmSpec& vm) -> bool& { return vm.vcpu.apicv; }.
  template <class M, class S>
  Record& optional(std::string key, M& (*access)(T&), const S& shape, std::string doc) {
    return field({std::move(key), false, std::move(doc)}, access, ShapeOf<S>{shape});
  }

  template <class M, class S>
  Record& required(std::string key, M& (*access)(T&), const S& shape, std::string doc) {
    return field({std::move(key), true, std::move(doc)}, access, ShapeOf<S>{shape});
  }

  /// A required key that can only be `value`: the discriminator of a variant, the name of a file format.
  Record& constant(std::string key, std::string value, std::string doc) {
    keys_.push_back({std::move(key), true, std::move(doc)});
    fields_.push_back({[value](const Spot& spot, T&) {
                         const bool same = spot.node().text == value;
                         return same || spot.error("expected '" + value + "', not " + describe(spot.node()));
                       },
                       [value](const T&) { return json(value); },
                       [value] {
                         return json{{"const", value}};
                       }});
    return *this;
  }

  /// A rule across fields; runs when all fields are good.
  Record& check(std::function<void(const T&, const Spot&)> check) {
    checks_.push_back(std::move(check));
    return *this;
  }

  operator Shape<T>() const;  // NOLINT: a record is a shape

  const std::string& doc() const { return doc_; }
  bool read(const Spot& spot, T& out) const;
  json write(const T& value) const;
  json schema() const;

 private:
  struct Field {
    std::function<bool(const Spot&, T&)> read;
    std::function<json(const T&)> write;
    std::function<json()> schema;
  };

  /// `access`: a pointer to a member, or a function from T& to the place in it.
  template <class Access, class U>
  Record& field(KeyDoc key, Access access, const Shape<U>& shape) {
    const auto write = [shape, access](T value) { return write_member(shape, std::invoke(access, value)); };
    const auto schema = [shape, write, required = key.required] {
      json text = shape.schema();
      if (required) return text;
      if (json value = write(T{}); !value.is_null()) text["default"] = std::move(value);
      return text;
    };
    keys_.push_back(std::move(key));
    fields_.push_back({[shape, access](const Spot& spot, T& out) {
                         return read_member(shape, spot, std::invoke(access, out));
                       },
                       write, schema});
    return *this;
  }

  bool run_checks(const T& value, const Spot& spot) const;

  std::string doc_;
  std::vector<KeyDoc> keys_;
  std::vector<Field> fields_;  ///< in step with keys_
  std::vector<std::function<void(const T&, const Spot&)>> checks_;
};

template <class T>
Record<T> record(std::string doc) {
  return Record<T>{std::move(doc)};
}

template <class T>
bool Record<T>::read(const Spot& spot, T& out) const {
  if (spot.node().kind != Node::Kind::map)
    return spot.error("expected " + doc_ + " (a map), not " + describe(spot.node()));
  bool good = check_keys(spot, keys_);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const Entry* entry = spot.node().find(keys_[i].key);
    if (!entry || entry->value->kind == Node::Kind::null) continue;  // check_keys has told
    good = fields_[i].read(spot.at(*entry), out) && good;
  }
  return good && run_checks(out, spot);
}

template <class T>
bool Record<T>::run_checks(const T& value, const Spot& spot) const {
  Errors found;
  Reading reading{found, spot.clock()};
  for (const auto& check : checks_) check(value, spot.with(reading));
  spot.add(found);
  return found.empty();
}

template <class T>
json Record<T>::write(const T& value) const {
  json map = json::object();
  for (std::size_t i = 0; i < keys_.size(); ++i)
    if (json written = fields_[i].write(value); !written.is_null()) map[keys_[i].key] = std::move(written);
  return map;
}

template <class T>
json Record<T>::schema() const {
  std::vector<json> properties;
  for (const Field& field : fields_) properties.push_back(field.schema());
  return object_schema(doc_, keys_, properties);
}

template <class T>
struct RecordRule final : Rule<T> {
  explicit RecordRule(Record<T> of) : record(std::move(of)) {}
  bool read(const Spot& spot, T& out) const override { return record.read(spot, out); }
  json write(const T& value) const override { return record.write(value); }
  json schema() const override { return record.schema(); }
  bool accepts(Node::Kind kind) const override { return kind == Node::Kind::map; }
  std::string wanted() const override { return record.doc() + " (a map)"; }
  Record<T> record;
};

template <class T>
Record<T>::operator Shape<T>() const {
  return Shape<T>{std::make_shared<RecordRule<T>>(*this)};
}

}  // namespace kickpath::config

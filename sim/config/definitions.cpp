#include "config/definitions.hpp"

#include <map>
#include <set>

namespace kickpath::config {

namespace {

constexpr std::size_t long_enough = 200;  // bytes of text

/// Calls `visit(name, schema)` for each schema directly below; `name` is the key that holds it.
template <class Json, class Visit>
void each_below(Json& schema, const std::string& name, Visit visit) {
  if (schema.contains("properties"))
    for (auto& [key, below] : schema["properties"].items()) visit(key, below);
  for (const char* one : {"items", "additionalProperties"})
    if (schema.contains(one) && schema[one].is_object()) visit(name, schema[one]);
  for (const char* many : {"anyOf", "oneOf", "allOf"})
    if (schema.contains(many))
      for (auto& below : schema[many]) visit(name, below);
}

class Sharing {
 public:
  void count(const std::string& name, const json& schema) {
    const std::string text = schema.dump();
    if (text.size() >= long_enough && ++times_[text] > 1) return;  // what is below has been counted
    each_below(schema, name, [&](const std::string& key, const json& below) { count(key, below); });
  }

  /// With references for what occurs several times below, not for itself.
  json shared(const std::string& name, json schema) {
    each_below(schema, name, [&](const std::string& key, json& below) { below = reference(key, below); });
    return schema;
  }

  const json& definitions() const { return definitions_; }

 private:
  json reference(const std::string& name, const json& schema) {
    const std::string text = schema.dump();
    const auto times = times_.find(text);
    if (times == times_.end() || times->second < 2) return shared(name, schema);
    std::string& known = names_[text];
    if (known.empty()) {
      known = free_name(name);
      const std::string mine = known;
      definitions_[mine] = nullptr;  // its place, before what it refers to
      json definition = shared(name, schema);
      definitions_[mine] = std::move(definition);
    }
    return json{{"$ref", "#/definitions/" + names_[text]}};
  }

  std::string free_name(const std::string& name) {
    std::string free = name;
    for (int i = 2; !taken_.insert(free).second; ++i) free = name + "-" + std::to_string(i);
    return free;
  }

  std::map<std::string, int> times_;
  std::map<std::string, std::string> names_;
  std::set<std::string> taken_;
  json definitions_ = json::object();
};

}  // namespace

json with_definitions(const json& schema) {
  Sharing sharing;
  sharing.count("", schema);
  json shared = sharing.shared("", schema);
  if (!sharing.definitions().empty()) shared["definitions"] = sharing.definitions();
  return shared;
}

}  // namespace kickpath::config

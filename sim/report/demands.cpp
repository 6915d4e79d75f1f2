#include "report/demands.hpp"

#include <fmt/format.h>
#include <string>
#include <string_view>
#include <vector>

namespace kickpath::report {

namespace {

enum class Type { text, number, maybe_number, flag, object, list, estimate, interval };

/// Of a path with '/' between keys (which may hold dots); `[]` is every item of a list, `{}` every value of
/// an object; what ends in '?' may be missing or null.
struct Demand {
  std::string_view path;
  Type type;
};

const std::vector<Demand>& demands_on(Kind kind) {
  static const std::vector<Demand> result{
      {"world", Type::text},
      {"scenario/name", Type::text},
      {"scenario/hash", Type::text},
      {"profile?/name", Type::text},
      {"profile?/hash", Type::text},
      {"seed", Type::number},
      {"replicas", Type::number},
      {"measured_s", Type::maybe_number},
      {"versions/{}", Type::text},
      {"references?/[]/metric", Type::text},
      {"references?/[]/value", Type::maybe_number},
      {"references?/[]/predicted", Type::maybe_number},
      {"references?/[]/error", Type::maybe_number},
      {"references?/[]/source", Type::text},
      {"totals/{}", Type::estimate},
      {"vms/[]/name", Type::text},
      {"vms/[]/{}?", Type::estimate},
      {"cores/[]/id", Type::number},
      {"cores/[]/busy", Type::number},
      {"cores/[]/host?", Type::text},
      {"cores/[]/by/{}", Type::number},
  };
  static const std::vector<Demand> validation{
      {"suite/name", Type::text},
      {"suite/hash", Type::text},
      {"profile/name", Type::text},
      {"profile/hash", Type::text},
      {"versions/{}", Type::text},
      {"draws", Type::number},
      {"efficiency_bias", Type::maybe_number},
      {"rows/[]/name", Type::text},
      {"rows/[]/group?", Type::text},
      {"rows/[]/unjudged?", Type::text},
      {"rows/[]/{}?/error?", Type::number},
      {"rows/[]/{}?/covered?", Type::flag},
      {"rows/[]/{}?/measured?/median", Type::number},
      {"rows/[]/{}?/measured?/cv", Type::maybe_number},
      {"rows/[]/{}?/predicted?/value", Type::number},
      {"rows/[]/{}?/predicted?/ci95", Type::interval},
      {"orderings?/pairs/[]/class", Type::text},
      {"orderings?/pairs/[]/right", Type::flag},
      {"bars/[]/kind", Type::text},
      {"bars/[]/metric?", Type::text},
      {"bars/[]/class?", Type::text},
      {"bars/[]/group?", Type::text},
      {"bars/[]/at_least?", Type::number},
      {"bars/[]/at_most?", Type::number},
      {"bars/[]/reached", Type::maybe_number},
      {"bars/[]/count", Type::number},
      {"bars/[]/verdict", Type::text},
      {"good?", Type::flag},
  };
  static const std::vector<Demand> published{
      {"suite/name", Type::text},
      {"suite/hash", Type::text},
      {"studies/[]/name", Type::text},
      {"studies/[]/title", Type::text},
      {"studies/[]/cells/[]/scenario", Type::text},
      {"studies/[]/cells/[]/metric", Type::text},
      {"studies/[]/cells/[]/published", Type::maybe_number},
      {"studies/[]/cells/[]/predicted", Type::estimate},
      {"studies/[]/cells/[]/error", Type::maybe_number},
      {"studies/[]/cells/[]/role", Type::text},
      {"studies/[]/cells/[]/source", Type::text},
      {"good", Type::flag},
  };
  static const std::vector<Demand> comparison{
      {"a/scenario/name", Type::text},
      {"a/scenario/hash", Type::text},
      {"a/profile/name", Type::text},
      {"a/profile/hash", Type::text},
      {"a/file", Type::text},
      {"a/set/[]", Type::text},
      {"b/scenario/name", Type::text},
      {"b/scenario/hash", Type::text},
      {"b/profile/name", Type::text},
      {"b/profile/hash", Type::text},
      {"b/file", Type::text},
      {"b/set/[]", Type::text},
      {"seed", Type::number},
      {"replicas", Type::number},
      {"objective/metric", Type::text},
      {"objective/better", Type::text},
      {"verdict/word", Type::text},
      {"verdict/text", Type::text},
      {"metrics/{}/a", Type::estimate},
      {"metrics/{}/b", Type::estimate},
      {"metrics/{}/difference", Type::estimate},
      {"metrics/{}/differs", Type::flag},
      {"versions/{}", Type::text},
  };
  static const std::vector<Demand> sweep{
      {"study/name", Type::text},
      {"study/hash", Type::text},
      {"versions/{}", Type::text},
      {"replicas", Type::number},
      {"objectives/[]/name", Type::text},
      {"objectives/[]/expression", Type::text},
      {"objectives/[]/better", Type::text},
      {"rows/[]/settings/{}", Type::text},
      {"rows/[]/done", Type::number},
      {"rows/[]/failed", Type::number},
      {"rows/[]/missing", Type::number},
      {"rows/[]/failure?", Type::text},
      {"rows/[]/objectives/{}", Type::estimate},
      {"rows/[]/constraints/[]/constraint", Type::text},
      {"rows/[]/constraints/[]/verdict", Type::text},
      {"rows/[]/best", Type::flag},
  };
  static const std::vector<Demand> explanation{
      {"scenario/name", Type::text},
      {"scenario/hash", Type::text},
      {"profile?/name", Type::text},
      {"profile?/hash", Type::text},
      {"seed", Type::number},
      {"replicas", Type::number},
      {"measured_s", Type::number},
      {"versions/{}", Type::text},
      {"operations/[]/vms", Type::text},
      {"operations/[]/device", Type::text},
      {"operations/[]/latency_ns", Type::estimate},
      {"operations/[]/parts_ns/{}", Type::estimate},
      {"cores/[]/id", Type::number},
      {"cores/[]/host?", Type::text},
      {"cores/[]/parts/{}", Type::estimate},
      {"bottleneck/sentence", Type::text},
      {"advice/[]/part", Type::text},
      {"advice/[]/share", Type::number},
      {"advice/[]/text", Type::text},
      {"advice/[]/settings/[]", Type::text},
  };
  static const std::vector<Demand> capacity{
      {"study/name", Type::text},
      {"study/hash", Type::text},
      {"profile/name", Type::text},
      {"profile/hash", Type::text},
      {"seed", Type::number},
      {"versions/{}", Type::text},
      {"axis/path", Type::text},
      {"constraints/[]", Type::text},
      {"rows/[]/settings/{}", Type::text},
      {"rows/[]/capacity?", Type::text},
      {"rows/[]/extent", Type::text},
      {"rows/[]/knee?/value", Type::text},
      {"rows/[]/knee?/share_of_largest", Type::number},
      {"rows/[]/runs_out/resource?", Type::text},
      {"rows/[]/runs_out/text?", Type::text},
      {"rows/[]/loads/[]/value", Type::text},
      {"rows/[]/loads/[]/load", Type::number},
      {"rows/[]/loads/[]/verdict", Type::text},
      {"rows/[]/loads/[]/replicas", Type::number},
      {"rows/[]/loads/[]/ops_per_s", Type::estimate},
      {"rows/[]/loads/[]/failure?", Type::text},
  };
  static const std::vector<Demand> none;
  switch (kind) {
    case Kind::result:
      return result;
    case Kind::validation:
      return validation;
    case Kind::published:
      return published;
    case Kind::comparison:
      return comparison;
    case Kind::sweep:
      return sweep;
    case Kind::explanation:
      return explanation;
    case Kind::capacity:
      return capacity;
    case Kind::store:
      break;
  }
  return none;
}

const char* word(Type type) {
  switch (type) {
    case Type::text:
      return "a text";
    case Type::number:
      return "a number";
    case Type::maybe_number:
      return "a number or null";
    case Type::flag:
      return "true or false";
    case Type::object:
      return "an object";
    case Type::list:
      return "a list";
    case Type::interval:
      return "[low, high]";
    case Type::estimate:
      break;
  }
  return "{mean, ci95, n} or null";
}

bool is_interval(const Json& value) {
  const auto is_end = [](const Json& end) { return end.is_number() || end.is_null(); };
  return value.is_array() && value.size() == 2 && is_end(value[0]) && is_end(value[1]);
}

bool is_estimate(const Json& value) {
  if (value.is_null()) return true;
  return value.is_object() && value.contains("mean") && value["mean"].is_number() && value.contains("ci95") &&
         is_interval(value["ci95"]) && value.contains("n") && value["n"].is_number();
}

bool is_of(const Json& value, Type type) {
  switch (type) {
    case Type::text:
      return value.is_string();
    case Type::number:
      return value.is_number();
    case Type::maybe_number:
      return value.is_number() || value.is_null();
    case Type::flag:
      return value.is_boolean();
    case Type::object:
      return value.is_object();
    case Type::list:
      return value.is_array();
    case Type::interval:
      return is_interval(value);
    case Type::estimate:
      break;
  }
  return is_estimate(value);
}

class Check {
 public:
  Check(const std::string& file, config::Errors& errors) : place_(whole(file)), errors_(errors) {}

  /// `rest` is what of the path is still to be walked, from `value`, which is at `at`.
  void walk(const Json& value, std::string_view rest, Type type, const std::string& at) {
    if (rest.empty()) return demand(is_of(value, type), at, word(type));
    const std::size_t slash = rest.find('/');
    std::string_view head = rest.substr(0, slash);
    rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    const bool is_optional = head.back() == '?';
    if (is_optional) head.remove_suffix(1);
    if (head == "[]") return items(value, rest, type, at);
    if (head == "{}") return values(value, rest, type, at, is_optional);
    if (!value.is_object()) return demand(false, at, word(Type::object));
    const std::string key(head);
    const std::string path = at.empty() ? key : at + "." + key;
    const auto found = value.find(key);
    const bool is_there = found != value.end() && !found->is_null();
    if (is_there || (found != value.end() && !is_optional)) return walk(*found, rest, type, path);
    if (!is_optional) demand(false, path, rest.empty() ? word(type) : word(Type::object));
  }

 private:
  void items(const Json& list, std::string_view rest, Type type, const std::string& at) {
    if (!list.is_array()) return demand(false, at, word(Type::list));
    for (std::size_t i = 0; i < list.size(); ++i) walk(list[i], rest, type, fmt::format("{}[{}]", at, i));
  }

  /// With `objects_only` others are another demand's. Estimates may stand in a group: latency_ns is one.
  void values(const Json& object, std::string_view rest, Type type, const std::string& at,
              bool objects_only) {
    if (!object.is_object()) return demand(false, at, word(Type::object));
    for (const auto& [key, value] : object.items()) {
      if (objects_only && !value.is_object()) continue;
      const bool is_estimate = value.contains("mean") && value["mean"].is_number();
      const bool is_group = type == Type::estimate && rest.empty() && value.is_object() && !is_estimate;
      walk(value, is_group ? "{}" : rest, type, at.empty() ? key : at + "." + key);
    }
  }

  void demand(bool is_held, const std::string& at, const char* expected) {
    if (!is_held) errors_.add(place_, at, fmt::format("expected {}", expected));
  }

  config::Place place_;
  config::Errors& errors_;
};

}  // namespace

void check(const Json& document, Kind kind, const std::string& file, config::Errors& errors) {
  Check walk(file, errors);
  for (const Demand& demand : demands_on(kind)) walk.walk(document, demand.path, demand.type, "");
}

}  // namespace kickpath::report

#include "suite/axes.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "config/spot.hpp"

namespace kickpath::suite {

namespace {

using Json = nlohmann::ordered_json;

/// Where two trees part: a value, a list of another length, or what only one of them has.
class Difference {
 public:
  void between(const Json& a, const Json& b, const std::string& path) {
    if (a.is_object() && b.is_object())
      maps(a, b, path);
    else if (is_list_of_maps(a) && is_list_of_maps(b) && a.size() == b.size())
      for (std::size_t i = 0; i < a.size(); ++i) between(a[i], b[i], fmt::format("{}[{}]", path, i));
    else if (a != b)
      paths.insert(path);
  }

  std::set<std::string> paths;

 private:
  // A list of cores is one value: where its third item differs is no axis of its own.
  static bool is_list_of_maps(const Json& list) {
    return list.is_array() &&
           std::all_of(list.begin(), list.end(), [](const Json& item) { return item.is_object(); });
  }

  void maps(const Json& a, const Json& b, const std::string& path) {
    static const Json nothing;
    for (const auto& [key, value] : a.items())
      between(value, b.contains(key) ? b.at(key) : nothing, config::joined(path, key));
    for (const auto& [key, value] : b.items())
      if (!a.contains(key)) between(nothing, value, config::joined(path, key));
  }
};

bool is_at_or_below(const std::string& path, const std::string& top) {
  return path.starts_with(top) &&
         (path.size() == top.size() || path[top.size()] == '.' || path[top.size()] == '[');
}

std::string axis_of(const std::string& path, const Axes& declared) {
  for (const auto& [axis, tops] : declared)
    for (const std::string& top : tops)
      if (is_at_or_below(path, top)) return axis;
  return path;
}

}  // namespace

std::optional<std::string> single_axis(const Json& a, const Json& b, const Axes& declared) {
  Difference difference;
  difference.between(a, b, "");
  std::set<std::string> axes;
  for (const std::string& path : difference.paths) axes.insert(axis_of(path, declared));
  return axes.size() == 1 ? std::optional{*axes.begin()} : std::nullopt;
}

}  // namespace kickpath::suite

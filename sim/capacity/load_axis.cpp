#include "capacity/load_axis.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <regex>

#include "capacity/load_values.hpp"

namespace kickpath::capacity {

using study::Factor;
using study::Settings;
using study::Study;

namespace {

/// Keys of a scenario that say how much is asked of it.
bool is_load(const std::string& path) {
  static const std::regex loads(
      R"((vms|background)\[\d+\]\.count|vms\[\d+\]\.workload\.(queue_depth|threads|arrivals(\..*)?))");
  return std::regex_match(path, loads);
}

/// The time between two requests.
bool is_interval(const std::string& path) {
  static const std::regex arrivals(R"(vms\[\d+\]\.workload\.arrivals(\..*)?)");
  return std::regex_match(path, arrivals);
}

const config::Entry* find(const Settings& settings, const std::string& path) {
  for (const config::Entry& setting : settings)
    if (setting.key == path) return &setting;
  return nullptr;
}

/// That every alternative of the factor sets.
bool varies(const Factor& factor, const std::string& path) {
  return std::all_of(factor.begin(), factor.end(),
                     [&](const Settings& settings) { return find(settings, path) != nullptr; });
}

bool touches(const Factor& factor, const std::string& path) {
  return std::any_of(factor.begin(), factor.end(),
                     [&](const Settings& settings) { return find(settings, path) != nullptr; });
}

/// The first path of a factor that is a load; empty: none.
std::string load_of(const Factor& factor) {
  for (const config::Entry& setting : factor.front())
    if (is_load(setting.key) && varies(factor, setting.key)) return setting.key;
  return "";
}

struct Choice {
  std::size_t factor = 0;
  std::string path;
};

/// Those that may be meant.
std::vector<Choice> candidates(const std::vector<Factor>& factors, const std::string& path) {
  std::vector<Choice> found;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (!path.empty() && varies(factors[i], path)) found.push_back({i, path});
    if (path.empty() && !load_of(factors[i]).empty()) found.push_back({i, load_of(factors[i])});
  }
  if (found.empty() && path.empty() && factors.size() == 1 && !factors[0].front().empty())
    if (const std::string& only = factors[0].front().front().key; varies(factors[0], only))
      found.push_back({0, only});
  return found;
}

std::optional<Choice> choose(const Study& study, const std::string& path, config::Errors& errors) {
  config::Reading reading{errors};
  const config::Spot root{study.root, reading};
  const auto& factors = study.space.factors();
  const auto tell = [&](const std::string& message) {
    root.at("axes").error(message);
    return std::nullopt;
  };
  const std::string known = fmt::format("{}", fmt::join(study.space.paths(), ", "));
  if (factors.empty()) return tell("capacity needs an axis: the load, as in vms[0].count");
  const auto found = candidates(factors, path);
  if (found.empty() && !path.empty())
    return tell(fmt::format("no axis varies {} (there are {})", path, known));
  if (found.empty()) return tell(fmt::format("which one is the load? --axis says it (there are {})", known));
  const auto touched = std::count_if(factors.begin(), factors.end(), [&](const Factor& factor) {
    return touches(factor, found.front().path);
  });
  if (touched > 1) return tell(fmt::format("several axes vary {}", found.front().path));
  if (found.size() == 1) return found.front();
  std::vector<std::string> paths;
  for (const Choice& choice : found) paths.push_back(choice.path);
  return tell(fmt::format("which one is the load? --axis says it (may be {})", fmt::join(paths, ", ")));
}

std::vector<config::NodePtr> values_of(const Factor& factor, const std::string& path) {
  std::vector<config::NodePtr> values;
  for (const Settings& settings : factor) values.push_back(find(settings, path)->value);
  return values;
}

/// Each value once, the least load first.
std::vector<Level> levels_of(const std::vector<config::NodePtr>& values, const std::vector<Reading>& readings,
                             bool is_falling) {
  std::vector<Level> levels;
  const bool has_rate =
      std::all_of(readings.begin(), readings.end(), [](const Reading& reading) { return reading.value > 0; });
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = readings[i].value;
    const double load = !is_falling ? value : has_rate ? 1 / value : -value;
    levels.push_back({i, study::value_text(*values[i]), readings[i].exact, value, load});
  }
  std::stable_sort(levels.begin(), levels.end(), [&](const Level& a, const Level& b) {
    return is_falling ? a.exact > b.exact : a.exact < b.exact;
  });
  levels.erase(std::unique(levels.begin(), levels.end(),
                           [](const Level& a, const Level& b) { return a.exact == b.exact; }),
               levels.end());
  return levels;
}

}  // namespace

std::optional<LoadAxis> LoadAxis::of(const Study& study, const AxisChoice& choice, config::Errors& errors) {
  const auto chosen = choose(study, choice.path, errors);
  if (!chosen) return std::nullopt;
  const auto& factors = study.space.factors();
  const auto values = values_of(factors[chosen->factor], chosen->path);
  const auto readings = read_values(values, chosen->path, errors);
  if (!readings) return std::nullopt;
  LoadAxis axis;
  axis.path_ = chosen->path;
  axis.is_falling_ = choice.is_falling || is_interval(chosen->path);
  axis.like_ = values.front();
  axis.factor_ = chosen->factor;
  axis.levels_ = levels_of(values, *readings, axis.is_falling_);
  axis.factor_size_ = values.size();
  for (std::size_t i = chosen->factor + 1; i < factors.size(); ++i) axis.inner_ *= factors[i].size();
  axis.rows_ = study.space.size() / axis.factor_size_;
  return axis;
}

std::uint64_t LoadAxis::point(std::uint64_t row, std::size_t position) const {
  const std::uint64_t outer = row / inner_, inner = row % inner_;
  return (outer * factor_size_ + levels_[position].alternative) * inner_ + inner;
}

Settings LoadAxis::settings(const Study& study, std::uint64_t row) const {
  Settings own;
  std::uint64_t rest = point(row, 0);
  for (std::size_t i = study.space.factors().size(); i-- > 0;) {
    const Factor& factor = study.space.factors()[i];
    const Settings& settings = factor[rest % factor.size()];
    rest /= factor.size();
    if (i != factor_) own.insert(own.begin(), settings.begin(), settings.end());
  }
  return own;
}

std::vector<std::string> LoadAxis::other_paths(const Study& study) const {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < study.space.factors().size(); ++i) {
    if (i == factor_) continue;
    for (const Settings& settings : study.space.factors()[i])
      for (const config::Entry& setting : settings)
        if (std::find(paths.begin(), paths.end(), setting.key) == paths.end()) paths.push_back(setting.key);
  }
  return paths;
}

std::optional<std::size_t> LoadAxis::position_of(const std::string& text) const {
  const auto wanted = read_like(like_, text);
  if (!wanted) return std::nullopt;
  for (std::size_t i = 0; i < levels_.size(); ++i)
    if (levels_[i].exact == wanted->exact) return i;
  return std::nullopt;
}

}  // namespace kickpath::capacity

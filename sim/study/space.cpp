#include "study/space.hpp"

#include <algorithm>
#include <limits>

#include "config/fingerprint.hpp"

namespace kickpath::study {

namespace {

void add_paths(const Factor& factor, std::vector<std::string>& paths) {
  for (const Settings& point : factor)
    for (const config::Entry& setting : point)
      if (std::find(paths.begin(), paths.end(), setting.key) == paths.end()) paths.push_back(setting.key);
}

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::uint64_t>::max() : product;
}

}  // namespace

Space::Space(const StudySpec& spec) : set_(spec.set) {
  for (const auto& block : spec.axes) factors_.insert(factors_.end(), block.begin(), block.end());
  for (const Factor& factor : factors_) {
    size_ = times(size_, factor.size());
    add_paths(factor, paths_);
  }
}

Settings Space::coordinates(std::uint64_t point) const {
  std::vector<const Settings*> chosen(factors_.size());
  for (std::size_t i = factors_.size(); i-- > 0; point /= factors_[i].size())
    chosen[i] = &factors_[i][point % factors_[i].size()];
  Settings all;
  for (const Settings* settings : chosen) all.insert(all.end(), settings->begin(), settings->end());
  return all;
}

Settings Space::settings(std::uint64_t point) const {
  Settings all = set_;
  const Settings own = coordinates(point);
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

std::string value_text(const config::Node& value) {
  return value.kind == config::Node::Kind::scalar ? value.text : config::canonical(value);
}

std::string to_text(const Settings& settings) {
  std::string text;
  for (const config::Entry& setting : settings)
    text += (text.empty() ? "" : ", ") + setting.key + "=" + value_text(*setting.value);
  return text;
}

}  // namespace kickpath::study

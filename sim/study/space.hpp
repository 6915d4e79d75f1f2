#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "study/study_spec.hpp"

namespace kickpath::study {

/// The points of a study: every combination of its factors' alternatives, the last factor varying fastest.
/// Points are made when they are asked for, so a space may have more than memory holds.
class Space {
 public:
  Space() = default;
  explicit Space(const StudySpec& spec);

  /// At least 1 (no axes: the base itself); the largest 64-bit number where there are more.
  std::uint64_t size() const { return size_; }

  /// What a point changes of the base: the study's `set`, then a factor after the other. point < size().
  Settings settings(std::uint64_t point) const;

  /// The same without the study's `set`: what tells points apart.
  Settings coordinates(std::uint64_t point) const;

  /// The paths of the coordinates of all points, in their order, each once: the columns of a table.
  const std::vector<std::string>& paths() const { return paths_; }

  const std::vector<Factor>& factors() const { return factors_; }

 private:
  Settings set_;
  std::vector<Factor> factors_;
  std::vector<std::string> paths_;
  std::uint64_t size_ = 1;
};

/// A value as a table shows it: a scalar's text, or YAML on one line.
std::string value_text(const config::Node& value);

/// "vms[0].count=2, vms[0].vcpus=1".
std::string to_text(const Settings& settings);

}  // namespace kickpath::study

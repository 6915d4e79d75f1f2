#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "study/study.hpp"

namespace kickpath::study {

/// One replica of a point.
struct Run {
  std::uint64_t point = 0;
  std::uint32_t replica = 0;
  std::uint64_t seed = 0;
  std::string key;
};

/// Told how much is done, 0 to 1; may throw to end it.
using Progress = std::function<void(double)>;

/// All runs of a study, computed from the keys of its points. Points that say the same have the same keys.
class Runs {
 public:
  /// Reads every point; nothing after errors.
  static std::optional<Runs> of(const Study& study, config::Errors& errors, const Progress& progress = {});

  std::uint64_t points() const { return point_keys_.size(); }
  std::uint32_t replicas() const { return replicas_; }
  std::uint64_t size() const { return points() * replicas_; }

  Run at(std::uint64_t point, std::uint32_t replica) const;
  /// The index-th of all, the replicas of a point one after another.
  Run operator[](std::uint64_t index) const;

  const std::string& point_key(std::uint64_t point) const { return point_keys_[point]; }

 private:
  std::vector<std::string> point_keys_;
  std::string profile_hash_;
  std::uint64_t seed_ = 0;
  std::uint32_t replicas_ = 1;
};

}  // namespace kickpath::study

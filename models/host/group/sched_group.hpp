#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "host/group/bandwidth.hpp"
#include "time/ids.hpp"

namespace kickpath::host {

/// What the cores share of a group: its weight, which falls to them by their load, and its bandwidth.
class SchedGroup {
 public:
  /// `index`: of this host's groups.
  SchedGroup(std::size_t index, const CgroupSpec& spec, std::size_t cores)
      : index_(index), weight_(spec.weight), loads_(cores) {
    if (spec.cpu_max) pool_.emplace(*spec.cpu_max);
  }

  std::size_t index() const { return index_; }
  /// Null: unlimited.
  BandwidthPool* pool() { return pool_ ? &*pool_ : nullptr; }

  /// The weights of the group's tasks on `core` sum up to `load` now.
  void set_load(CoreId core, std::int64_t load) {
    total_ += load - loads_[core.value];
    loads_[core.value] = load;
  }

  /// The weight of the group on `core` (Linux v6.12 kernel/sched/fair.c calc_group_shares), from 2 on.
  /// placeholder: Linux takes decayed averages of the other cores' loads, here they count as they are.
  std::int64_t share_on(CoreId core) const {
    if (total_ == 0) return weight_;
    const std::int64_t share = weight_ * loads_[core.value] / total_;
    return share < least_share ? least_share : share;
  }

 private:
  static constexpr std::int64_t least_share = 2;  ///< MIN_SHARES

  std::size_t index_;
  std::int64_t weight_;
  std::vector<std::int64_t> loads_;
  std::int64_t total_ = 0;
  std::optional<BandwidthPool> pool_;
};

}  // namespace kickpath::host

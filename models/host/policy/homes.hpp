#pragma once
#include <algorithm>
#include <utility>
#include <vector>

#include "host/steering.hpp"

namespace kickpath::host {

/// Which core each of some tasks lives on: of those with the fewest, the lowest.
class Homes {
 public:
  using Home = std::pair<const Task*, CoreId>;

  explicit Homes(std::size_t cores) : counts_(cores) {}

  void settle(const Task& task) {
    const auto fewest = std::min_element(counts_.begin(), counts_.end());
    ++*fewest;
    homes_.emplace_back(&task, CoreId{static_cast<std::uint32_t>(fewest - counts_.begin())});
  }

  /// Of one that has settled; else core 0.
  CoreId of(const Task& task) const {
    const auto home =
        std::find_if(homes_.begin(), homes_.end(), [&](const Home& h) { return h.first == &task; });
    return home == homes_.end() ? CoreId{0} : home->second;
  }

  const std::vector<Home>& all() const { return homes_; }
  std::size_t cores() const { return counts_.size(); }

 private:
  std::vector<std::size_t> counts_;  ///< by core
  std::vector<Home> homes_;
};

}  // namespace kickpath::host

#pragma once
#include <algorithm>
#include <unordered_map>
#include <vector>

#include "host/gang/gang_slots.hpp"
#include "host/steering.hpp"

namespace kickpath::host {

/// `gang`, where its tasks run: each on a core of its own while there are as many. A thread of a VM lives on that
/// of the cores it may use with the fewest of its gang; of these, with the fewest at all; of these, the lowest.
/// (When they run: gang/gang_queue.hpp.)
class Gang final : public Steering {
 public:
  explicit Gang(std::size_t cores) : all_(cores) {}

  void join(const Task& task) override {
    const CoreSet& allowed = task.spec().affinity;
    if (!is_steered(task) && allowed.count() > 1) return;
    std::vector<std::size_t>& own = of_gang(gang_of_vm(task.spec().vm));
    const auto is_emptier = [&](std::uint32_t a, std::uint32_t b) {
      return own[a] != own[b] ? own[a] < own[b] : all_[a] < all_[b];
    };
    std::uint32_t best = allowed.first(all_.size())->value;
    for (std::uint32_t core = best; core < all_.size(); ++core)
      if (allowed.contains(CoreId{core}) && is_emptier(core, best)) best = core;
    ++own[best];
    ++all_[best];
    homes_[&task] = CoreId{best};
  }

  std::optional<CoreId> place(const Task& task, Instant) override {
    if (!is_steered(task)) return std::nullopt;
    return homes_.at(&task);
  }

 private:
  std::vector<std::size_t>& of_gang(GangIndex gang) {
    if (gang >= by_gang_.size()) by_gang_.resize(gang + 1, std::vector<std::size_t>(all_.size()));
    return by_gang_[gang];
  }

  std::vector<std::size_t> all_;                   ///< tasks, by core
  std::vector<std::vector<std::size_t>> by_gang_;  ///< the same of each gang
  std::unordered_map<const Task*, CoreId> homes_;
};

}  // namespace kickpath::host

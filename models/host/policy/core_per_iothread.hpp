#pragma once
#include "host/policy/homes.hpp"

namespace kickpath::host {

/// `core-per-iothread`, the side core: each thread that serves a queue has a core to itself, from the last
/// one down, as long as the vcpus keep one; vcpus and the other servers share out the rest.
class CorePerIothread final : public Steering {
 public:
  explicit CorePerIothread(std::size_t cores) : cores_(cores), vcpus_(cores), servers_(cores) {}

  void join(const Task& task) override {
    if (is_steered(task)) joined_.push_back(&task);
  }

  std::optional<CoreId> place(const Task& task, Instant) override {
    if (!is_steered(task)) return std::nullopt;
    if (!joined_.empty()) settle_all();
    if (task.spec().is_vcpu) return vcpus_.of(task);
    return CoreId{static_cast<std::uint32_t>(cores_ - 1 - servers_.of(task).value)};
  }

 private:
  // All have joined before the first one runs.
  void settle_all() {
    std::size_t servers = 0;
    for (const Task* task : joined_) servers += !task->spec().is_vcpu;
    const std::size_t side_cores = std::min(servers, cores_ - 1);
    servers_ = Homes(std::max<std::size_t>(side_cores, 1));
    vcpus_ = Homes(cores_ - side_cores);
    for (const Task* task : joined_) (task->spec().is_vcpu ? vcpus_ : servers_).settle(*task);
    joined_.clear();
  }

  std::size_t cores_;
  Homes vcpus_;    ///< on cores from 0 up
  Homes servers_;  ///< on cores from the last one down
  std::vector<const Task*> joined_;
};

}  // namespace kickpath::host

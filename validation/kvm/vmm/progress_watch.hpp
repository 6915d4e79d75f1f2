#pragma once
#include <chrono>
#include <memory>
#include <vector>

#include "vmm/vm.hpp"

namespace kickpath::vmm {

/// Notices a guest that does nothing any more though it has something to do.
class ProgressWatch {
 public:
  /// `patience`: how long a VM may go without completing or dropping a request.
  ProgressWatch(const std::vector<std::unique_ptr<Vm>>& vms, Duration patience);

  /// Throws std::runtime_error, which says where each of its vcpus is, for a VM that has been still for too
  /// long.
  void look();

 private:
  using Clock = std::chrono::steady_clock;
  struct Seen {
    std::uint64_t done = 0;
    Clock::time_point at;
  };

  const std::vector<std::unique_ptr<Vm>>& vms_;
  std::chrono::nanoseconds patience_;
  std::vector<Seen> seen_;
};

}  // namespace kickpath::vmm

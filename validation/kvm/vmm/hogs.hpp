#pragma once
#include <atomic>
#include <memory>
#include <vector>

#include "vm/machine_spec.hpp"
#include "vmm/thread.hpp"

namespace kickpath::vmm {

/// The background of a scenario on the real host: threads that compute until they are told to end.
class Hogs {
 public:
  Hogs() = default;
  ~Hogs() { end(); }
  Hogs(const Hogs&) = delete;
  Hogs& operator=(const Hogs&) = delete;

  /// `cpus`: of the host, by core of the scenario. What goes wrong goes to `failure`, which outlives this.
  void start(const std::vector<vm::BackgroundSpec>& groups, const std::vector<unsigned>& cpus,
             Failure& failure);
  void end() { are_over_ = true; }

  const std::vector<std::unique_ptr<Thread>>& threads() const { return threads_; }

 private:
  std::atomic<bool> are_over_ = false;
  std::vector<std::unique_ptr<Thread>> threads_;
};

}  // namespace kickpath::vmm

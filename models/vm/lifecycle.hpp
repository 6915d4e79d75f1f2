#pragma once
#include <vector>

#include "vm/lifecycle_spec.hpp"
#include "vm/vm.hpp"

namespace kickpath::vm {

/// The management thread of a VM: brings its steps about, one after the other, as QEMU's monitor does.
class Lifecycle {
 public:
  Lifecycle(Vm& vm, std::vector<LifecycleStep> steps) : vm_(vm), steps_(std::move(steps)) {}

  /// The thread's body; returns when the last step is done.
  void run(host::Task& task);
  void bring_about(const LifecycleStep& step, host::Task& task);

 private:
  void stop(host::Task& task);
  void go_on(host::Task& task);
  void migrate(Duration downtime, host::Task& task);
  void tell_notifiers(notify::HostNotifier::Event event, host::Task& task);

  template <class Act>
  void for_each_queue(Act act) {
    for (const auto& device : vm_.devices())
      for (const auto& queue : device->queues()) act(*queue);
  }

  Vm& vm_;
  std::vector<LifecycleStep> steps_;
  std::vector<VirtioQueue*> lent_;  ///< vhost's, until the VM runs again
  bool is_stopped_ = false;
};

}  // namespace kickpath::vm

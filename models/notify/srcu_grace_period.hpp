#pragma once
#include "host/host.hpp"
#include "notify/grace_period.hpp"

namespace kickpath::notify {

/// A domain of sleepable RCU of KVM's own (Linux 3.16, commit 719d93cd5f5c; kernel/rcu/srcu.c,
/// synchronize_srcu): the updater itself looks at the readers' counters of all cores, twice, and busily waits
/// a few microseconds where it must. Readers that are inside are so for less than that, and are not modelled.
/// A reader has memory barriers that RCU's has not.
class SrcuGracePeriod final : public GracePeriod {
 public:
  explicit SrcuGracePeriod(host::Host& host) : host_(host) {}
  void wait(host::Task& updater) override { updater.kernel(host_.cost(cost::Component::route_srcu_wait)); }
  Duration cost_of_reading() override { return host_.cost(cost::Component::route_read); }

 private:
  host::Host& host_;
};

}  // namespace kickpath::notify

#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "notify/gsi_routing_spec.hpp"
#include "notify/route_copy.hpp"

namespace kickpath::notify {

/// A VM's GSI routing table and the irqfds that have copies of its entries (Linux virt/kvm/irqchip.c,
/// kvm_set_irq_routing). ioctl(KVM_SET_GSI_ROUTING) replaces the whole table, whatever little has changed:
/// every irqfd's copy is renewed (kvm_irq_routing_update), and the caller waits until nobody reads the old
/// table.
class GsiRouting {
 public:
  GsiRouting(host::Host& host, const GsiRoutingSpec& spec);
  GsiRouting(const GsiRouting&) = delete;
  GsiRouting& operator=(const GsiRouting&) = delete;

  /// An irqfd with a copy of `entry`, before the run begins.
  RouteCopy& add(IrqRoute& entry);

  /// The table anew, on the fiber of a thread of the VMM: `changed` leads to `entry` from now on.
  void update(host::Task& by, RouteCopy& changed, IrqRoute& entry);

  /// A new GSI for a new irqfd while the VM runs: the table anew, then ioctl(KVM_IRQFD).
  RouteCopy& assign(host::Task& by, IrqRoute& entry);

  std::uint64_t updates() const { return updates_; }

 private:
  void renew(host::Task& by, RouteCopy* changed, IrqRoute* entry);

  host::Host& host_;
  std::unique_ptr<GracePeriod> grace_period_;
  std::vector<std::unique_ptr<RouteCopy>> copies_;
  std::uint64_t updates_ = 0;
};

}  // namespace kickpath::notify

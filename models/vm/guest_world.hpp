#pragma once
#include <functional>
#include <utility>
#include <vector>

#include "memory/simulated_memory.hpp"
#include "notify/host_notifier.hpp"
#include "notify/poller.hpp"
#include "program/world.hpp"
#include "vm/guest_kernel.hpp"
#include "vm/probes.hpp"
#include "workload/sampler.hpp"

/// The simulator as the programs of one vcpu see it (program/world.hpp).
namespace kickpath::vm {

class GuestWorld {
 public:
  using Law = Distribution;

  /// A queue of this vcpu, as far as the guest can reach it.
  struct Door {
    QueueId id;
    notify::HostNotifier* notifier;
    notify::Poller* poller;  ///< the server that may look at the ring by itself; null: none does
  };

  GuestWorld(VmIndex vm, host::Host& host, vcpu::Vcpu& vcpu, Probes& probes, engine::RandomStream stream);
  GuestWorld(const GuestWorld&) = delete;
  GuestWorld& operator=(const GuestWorld&) = delete;

  void add(const Door& door) { doors_.push_back(door); }
  /// What a spinning guest looks at.
  void watch(std::function<bool()> has_used) { has_used_ = std::move(has_used); }
  /// What this vcpu, number `vcpu` of its VM, shares with the others.
  void share(GuestKernel& kernel, std::size_t vcpu) {
    kernel_ = &kernel;
    number_ = vcpu;
  }
  memory::Toucher& toucher() { return toucher_; }
  const Probes& probes() const { return probes_; }

  Instant now() const { return host_.simulation().now(); }
  /// Between stop_for_reset() and begin_anew(); a run ends by unwinding.
  bool is_stopping() const { return is_stopping_; }
  void stop_for_reset() { is_stopping_ = true; }
  void begin_anew() { is_stopping_ = false; }
  void cancelled(QueueId queue, std::uint32_t requests) { probes_.cancelled(vm_, queue, requests); }
  void about_to(program::RingOperation operation, QueueId queue);
  void compute(const Distribution& law) {
    vcpu_.compute(host_.work(draw(law)));
    if (kernel_ != nullptr) [[unlikely]]
      kernel_->work(vcpu_, works_);
  }
  Duration draw(const Distribution& law) { return law.is_fixed() ? law.a : workload::sample(law, stream_); }
  void kick(QueueId queue);
  void clear_interrupts() { was_interrupted_ = false; }
  void wait_for_interrupt();
  void wait_for_interrupt_until(Instant date);
  void wait_for_used() { wait_for_used_until(never); }
  void wait_for_used_until(Instant date);
  void completed(QueueId queue, Duration latency, std::uint32_t bytes);
  void dropped(QueueId) { probes_.dropped(vm_); }
  void ring_is_broken(QueueId);

 protected:
  bool was_interrupted() const { return was_interrupted_; }

 private:
  void handle(vcpu::Vector vector);
  void settle();
  const Door& door(QueueId queue) const;

  VmIndex vm_;
  host::Host& host_;
  vcpu::Vcpu& vcpu_;
  Probes& probes_;
  engine::RandomStream stream_;
  memory::Toucher toucher_;
  std::vector<Door> doors_;
  std::function<bool()> has_used_;
  GuestKernel* kernel_ = nullptr;  ///< null: the vcpus have nothing to do with each other
  std::size_t number_ = 0;
  std::uint32_t works_ = 0;              ///< since its last shootdown
  notify::Poller* posted_to_ = nullptr;  ///< a polling server that has not been told yet
  bool was_interrupted_ = false;
  bool is_stopping_ = false;
  Instant completed_at_{};
  std::uint32_t completed_at_once_ = 0;  ///< requests since completed_at_ last changed
};

}  // namespace kickpath::vm

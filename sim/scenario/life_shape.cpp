#include "scenario/life_shape.hpp"

#include "scenario/words.hpp"

namespace kickpath::scenario {

using namespace literals;
using config::Spot;
using notify::GracePeriodKind;
using notify::GsiRoutingSpec;
using vm::BootSpec;
using vm::LifecycleEvent;
using vm::LifecycleStep;

namespace {

void check_gsi_routing(const GsiRoutingSpec& spec, const Spot& spot) {
  if (spec.grace_period == GracePeriodKind::rcu) return;
  const notify::RcuSpec usual;
  if (spec.rcu.first_fqs != usual.first_fqs) spot.at("first_fqs").error("of grace_period: rcu");
  if (spec.rcu.has_others)
    spot.at("others").error("of grace_period: rcu; KVM's SRCU domain has no other users");
}

void check_step(const LifecycleStep& step, const Spot& spot) {
  if (step.event != LifecycleEvent::migrates && step.downtime > Duration::zero())
    spot.at("downtime").error("of event: migrates");
}

}  // namespace

config::Shape<GsiRoutingSpec> gsi_routing_shape() {
  return config::record<GsiRoutingSpec>("the GSI routing table")
      .required("grace_period", &GsiRoutingSpec::grace_period, shape_of(grace_period_words()),
                "how an update waits for readers")
      .optional(
          "first_fqs", +[](GsiRoutingSpec& spec) -> std::uint32_t& { return spec.rcu.first_fqs; },
          config::integer<std::uint32_t>(1, 1000),
          "rcu: ticks until idle cores are asked; 3 before Linux 3.11, then 1 at HZ up to 250")
      .optional(
          "others", +[](GsiRoutingSpec& spec) -> bool& { return spec.rcu.has_others; }, config::boolean(),
          "rcu: other users keep it busy, grace period after grace period")
      .check(check_gsi_routing);
}

config::Shape<BootSpec> boot_shape() {
  return config::record<BootSpec>("a boot up to the root file system")
      .required("disks", &BootSpec::disks, config::integer<std::uint32_t>(1, 10'000),
                "virtio-blk disks whose MSI-X the guest sets up; they do no I/O")
      .optional("queues", &BootSpec::queues, config::integer<std::uint32_t>(1, 1024), "of each disk")
      .optional(
          "other", &BootSpec::other, config::duration(Duration::zero(), 1000_s),
          "guest CPU time of everything else, in the mean; each disk has a share of half to one and a half");
}

config::Shape<LifecycleStep> lifecycle_step_shape() {
  return config::record<LifecycleStep>("an event of a VM's life")
      .required("at", &LifecycleStep::at, config::duration(Duration::zero(), 10'000_s),
                "from the beginning of the run, warm-up included")
      .required("event", &LifecycleStep::event, shape_of(lifecycle_words()), "what happens")
      .optional("downtime", &LifecycleStep::downtime, config::duration(Duration::zero(), 1000_s),
                "migrates: how long the VM stands still")
      .check(check_step);
}

void check_life(const vm::VmSpec& spec, const Spot& spot) {
  if (spec.boot && spec.vcpus != 1) spot.at("boot").error("the first vcpu boots alone: vcpus: 1");
  for (std::size_t i = 1; i < spec.lifecycle.size(); ++i)
    if (spec.lifecycle[i].at < spec.lifecycle[i - 1].at)
      spot.at("lifecycle").at(i).at("at").error("is before the event above it");
  for (std::size_t i = 0; i < spec.lifecycle.size(); ++i) {
    const LifecycleEvent event = spec.lifecycle[i].event;
    const bool is_mask = event == LifecycleEvent::masks || event == LifecycleEvent::unmasks;
    for (const device::DeviceSpec& device : spec.devices)
      if (is_mask && device.trigger == device::Trigger::intx)
        spot.at("lifecycle").at(i).at("event").error("a line of trigger: intx has no mask of its own");
  }
}

}  // namespace kickpath::scenario

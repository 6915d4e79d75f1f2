#include "microbench/interrupts.hpp"

#include "microbench/probe_vm.hpp"
#include "notify/msi_message.hpp"

namespace kickpath::microbench {

using namespace literals;

namespace {

constexpr vcpu::Vector vector_of_queue = 1;
constexpr Duration gap = 5_ms;      // halted when the next one comes, and polled for
constexpr Duration asleep = 20_ms;  // blocked when the next one comes
constexpr Duration idle = 500_us;   // its core has been idle for so long, as in the real suite
constexpr int rounds = 13;          // the polling time doubles from 10 us to more than the gap in ten rounds

ProbeSpec probe_of(Target target) {
  ProbeSpec spec;
  const bool is_same_core = target == Target::blocked_same_core || target == Target::blocked_same_core_after;
  spec.core = is_same_core ? home : other;
  spec.halt_poll = target == Target::halt_polling ? 4 * gap : 0_ms;
  return spec;
}

Preemption preemption_of(Target target) {
  return target == Target::blocked_same_core ? Preemption::by_wakee : Preemption::none;
}

/// Sends a series; the last one counts.
class Series {
 public:
  Series(const cost::CostProfile& profile, notify::InterruptPathKind path, Target target)
      : stage_(profile, preemption_of(target)), target_(target),
        path_(notify::make_interrupt_path(path, stage_.host())),
        vm_(
            stage_, probe_of(target),
            [halts = target != Target::guest_mode](ProbeWorld& world) {
              program::run_interrupt_probe(world, halts);
            },
            [this](Instant handled) { note(handled); }) {}

  Delivery run() {
    stage_.play("sender", home, [this](host::Task& self) {
      for (int i = 0; i < rounds; ++i) send_one(self);
    });
    stage_.run();
    return delivery_;
  }

 private:
  void settle(host::Task& self) {
    switch (target_) {
      case Target::guest_mode:
      case Target::halt_polling:
        return self.run_through(gap);
      case Target::blocked:
      case Target::blocked_same_core_after:
        return sleep(self, idle);
      case Target::blocked_same_core:
        sleep(self, asleep);
        return self.run_through(long_run / rounds / 2);
    }
  }
  void sleep(host::Task& self, Duration time) {
    self.block_until(stage_.now() + time, "the vcpu to be as it shall be");
  }

  void send_one(host::Task& self) {
    settle(self);
    begun_ = stage_.now();
    is_sent_ = is_seen_ = false;
    path_->send(self, message_);
    delivery_.sender = stage_.now() - begun_;
    is_sent_ = true;
    end_if_last();
    self.kernel(stage_.host().cost(cost::Component::syscall));  // nanosleep(2)
    while (!is_seen_) sleep(self, gap);
  }

  void note(Instant handled) {
    delivery_.handler = handled - begun_;
    delivery_.after_sender = delivery_.handler - delivery_.sender;
    delivery_.seen = stage_.now() - begun_;
    is_seen_ = true;
    end_if_last();
  }

  void end_if_last() {
    if (!is_sent_ || !is_seen_) return;
    if (++done_ == rounds) stage_.report(delivery_.seen);
  }

  Stage stage_;
  Target target_;
  std::unique_ptr<notify::InterruptPath> path_;
  Instant begun_;
  Delivery delivery_;
  bool is_sent_ = false;
  bool is_seen_ = false;
  int done_ = 0;
  ProbeVm vm_;
  notify::MsiMessage message_{vm_.vcpu(), vector_of_queue};
};

}  // namespace

Delivery deliver_interrupt(const cost::CostProfile& profile, notify::InterruptPathKind path, Target target) {
  return Series(profile, path, target).run();
}

}  // namespace kickpath::microbench

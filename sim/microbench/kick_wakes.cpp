#include "microbench/kick_wakes.hpp"

#include "microbench/probe_vm.hpp"
#include "notify/event_fd.hpp"
#include "notify/event_poll.hpp"

namespace kickpath::microbench {

using namespace literals;

namespace {

constexpr int kicks = 3;  // the first one finds a thread that has just begun

class KickBench {
 public:
  KickBench(const cost::CostProfile& profile, Preemption preemption, CoreId thread_core, Duration pause)
      : stage_(profile, preemption), poll_(stage_.host()),
        vm_(
            stage_, {home, Duration::zero(), notify::KickPathKind::ioeventfd_pio},
            [pause](ProbeWorld& world) {
              world.set_pause(pause);
              program::run_timing_probe(world, &ProbeWorld::time_paced_kick);
            },
            [this](Instant begun) { note(begun); }) {
    vm_.kick_event().attach(poll_, [](host::Task&) {});
    stage_.play("thread", thread_core, [this](host::Task& self) {
      for (;;) {
        poll_.wait(self);
        had_ = stage_.now();
        ++events_;
        vm_.kick_event().read(self);
        end_if_both();
      }
    });
  }

  KickWake run() {
    stage_.run();
    return wake_;
  }

 private:
  void note(Instant begun) {
    begun_ = begun;
    ended_ = stage_.now();
    ++noted_;
    end_if_both();
  }

  // The thread may have its event before the guest runs on, or after.
  void end_if_both() {
    if (noted_ != kicks || events_ != kicks) return;
    wake_ = {had_ - begun_, ended_ - had_, ended_ - begun_};
    stage_.report(wake_.guest);
  }

  Stage stage_;
  notify::EventPoll poll_;
  Instant begun_, ended_, had_;
  KickWake wake_;
  int events_ = 0, noted_ = 0;
  ProbeVm vm_;
};

}  // namespace

KickWake kick_on_same_core(const cost::CostProfile& profile) {
  return KickBench(profile, Preemption::by_wakee, home, long_run).run();
}

KickWake kick_to_other_core(const cost::CostProfile& profile) {
  return KickBench(profile, Preemption::none, other, 40_us).run();
}

}  // namespace kickpath::microbench

#include "microbench/wakes.hpp"

#include "microbench/stage.hpp"
#include "notify/event_fd.hpp"
#include "notify/event_poll.hpp"

namespace kickpath::microbench {

using namespace literals;
using cost::Component;

namespace {

constexpr Duration asleep = 20_ms;  // after which the wakee sleeps, and its core idles
constexpr Duration idle = 100_us, long_idle = 1_ms;  // as in the real suite

class WakeBench {
 public:
  WakeBench(const cost::CostProfile& profile, Preemption preemption)
      : stage_(profile, preemption), event_(stage_.host()), poll_(stage_.host()) {
    event_.attach(poll_, [](host::Task&) {});
  }

  Stage& stage() { return stage_; }

  /// `settle` lets the wakee fall asleep; both dates are needed for a result.
  Wake run(CoreId wakee_core, const Stage::Script& settle) {
    stage_.play("wakee", wakee_core, [this](host::Task& self) {
      poll_.wait(self);
      wake_.wakee = stage_.now() - begun_;
      event_.read(self);
      end_if_both();
    });
    stage_.play("waker", home, [&](host::Task& self) {
      settle(self);
      begun_ = stage_.now();
      event_.write(self);
      wake_.waker = stage_.now() - begun_;
      end_if_both();
      self.kernel(stage_.host().cost(Component::syscall));  // read(2), which sleeps
    });
    stage_.run();
    return wake_;
  }

 private:
  void end_if_both() {
    if (++dates_ == 2) stage_.report(wake_.wakee);
  }

  Stage stage_;
  notify::EventFd event_;
  notify::EventPoll poll_;
  Instant begun_;
  Wake wake_;
  int dates_ = 0;
};

void sleep_a_while(host::Task& self) {
  self.block_until(self.host().simulation().now() + asleep, "the wakee to fall asleep");
}

}  // namespace

Wake wake_on_same_core(const cost::CostProfile& profile) {
  return WakeBench(profile, Preemption::none).run(home, sleep_a_while);
}

Wake wake_on_same_core_preempting(const cost::CostProfile& profile) {
  return WakeBench(profile, Preemption::by_wakee).run(home, [](host::Task& self) {
    sleep_a_while(self);
    self.run_through(long_run);
  });
}

Wake wake_on_idle_other_core(const cost::CostProfile& profile) {
  return WakeBench(profile, Preemption::none).run(other, [](host::Task& self) { self.run_through(idle); });
}

Wake wake_on_long_idle_other_core(const cost::CostProfile& profile) {
  return WakeBench(profile, Preemption::none).run(other, [](host::Task& self) {
    self.run_through(long_idle);
  });
}

Wake wake_on_busy_other_core(const cost::CostProfile& profile) {
  WakeBench bench(profile, Preemption::by_wakee);
  return bench.run(other, [&](host::Task& self) {
    self.run_through(asleep);
    bench.stage().compute_on(other);
    self.run_through(long_run);
  });
}

}  // namespace kickpath::microbench

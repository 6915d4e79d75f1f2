#include "measure/bench_interrupts.hpp"

#include <chrono>
#include <fmt/format.h>
#include <stdexcept>
#include <thread>

#include "hostfacts/cpu_list.hpp"
#include "measure/probe_vm.hpp"
#include "measure/suite.hpp"

namespace kickpath::measure {

using namespace literals;
using namespace std::chrono_literals;
using protocol::ProgramKind;

namespace {

constexpr std::size_t room = 20'000;
constexpr std::chrono::seconds patience{10};  // no busy host holds one interrupt up for so long

// Halt polling is on for the target that is to be polled for, far longer than it is left alone; off for the
// one that is to block.
ProbeSpec probe_of(Target target, notify::InterruptPathKind path, CoreId vcpu, bool notes_time) {
  ProbeSpec spec;
  spec.notes_time = notes_time;
  spec.program =
      target == Target::guest_mode ? ProgramKind::spin_for_interrupts : ProgramKind::halt_for_interrupts;
  spec.interrupt = path;
  spec.halt_poll = target == Target::halt_polling ? 10_ms : 0_ms;
  spec.core = vcpu;
  spec.sample_room = room;
  return spec;
}

/// The sides of one series. The first of the two has a handler that looks at the counter, and tells when it
/// did; where ring 0 is emulated that takes microseconds, so it is the second one that tells when ring 3 knew.
class Series {
 public:
  Series(Bench& bench, ProbeVm& vm, Target target, bool shares_core, bool notes_time, Delivery& delivery)
      : bench_(bench), vm_(vm), target_(target), shares_core_(shares_core), notes_time_(notes_time),
        delivery_(delivery) {}

  void run() {
    const Samples& samples = notes_time_ ? delivery_.handler : delivery_.seen;
    while (sent_ < room && bench_.goes_on(samples.values.size(), notes_time_ ? 0 : 1, 2)) send_one();
    if (is_out_of_order_) throw CannotMeasure("guest and host do not share a counter: no one-way latencies");
    const std::string note = fmt::format("{} of {} left out: the vcpu was not {}", left_out_, sent_, name());
    if (notes_time_) {
      delivery_.handler.note = note;
    } else {
      delivery_.sender.note = delivery_.seen.note = note;
    }
  }

 private:
  // 60 us: long enough to halt, short enough to be polled for while the polling time grows to 10 ms; a
  // blocked one needs longer to fall asleep and let its core go idle.
  void settle() {
    if (target_ == Target::blocked) {
      std::this_thread::sleep_for(500us);
    } else {
      bench_.spin(60us);
    }
  }

  const char* name() const {
    return target_ == Target::guest_mode ? "in guest mode"
           : target_ == Target::blocked  ? "blocked"
                                         : "polled for";
  }

  /// Until the guest has begun round `sent_`, or has taken its sample.
  template <class IsTrue>
  void wait(IsTrue is_true) {
    const Ticks last = protocol::read_tsc() + bench_.ticks_in(patience);
    while (!is_true()) {
      if (protocol::read_tsc() > last)
        throw std::runtime_error(fmt::format("interrupt {} to a vcpu {} was not seen within {} s", sent_,
                                             name(), patience.count()));
      vm_.check();
      bench_.check();
      if (shares_core_) std::this_thread::sleep_for(20us);
    }
  }

  bool is_as_asked(bool was_asleep, bool has_switched, bool has_polled) const {
    if (target_ == Target::blocked) return was_asleep;
    if (was_asleep || has_switched) return false;
    return target_ == Target::guest_mode || has_polled;
  }

  void send_one() {
    wait([&] { return vm_.rounds() > sent_; });
    settle();
    const bool was_asleep = vm_.thread_state() == 'S';
    const std::uint64_t switches = vm_.switches_away();
    const auto polls = vm_.successful_polls();
    const Ticks begin = protocol::read_tsc();
    vm_.interrupt();
    const Ticks end = protocol::read_tsc();
    wait([&] { return vm_.samples_taken() > sent_; });
    const bool has_switched = vm_.switches_away() != switches;
    const protocol::Sample sample = vm_.sample(sent_++);
    const bool has_polled = !polls || *vm_.successful_polls() == *polls + 1;
    is_out_of_order_ |= sample.ended < begin || sample.ended > protocol::read_tsc() ||
                        (notes_time_ && (sample.begun < begin || sample.ended < sample.begun));
    if (!is_as_asked(was_asleep, has_switched, has_polled)) {
      ++left_out_;
      return;
    }
    if (notes_time_) {
      delivery_.handler.values.push_back(bench_.to_ns(sample.begun - begin));
      if (shares_core_) note_after_sender(end, sample);
    } else {
      delivery_.sender.values.push_back(bench_.to_ns(end - begin));
      delivery_.seen.values.push_back(bench_.to_ns(sample.ended - begin));
    }
  }

  // Where the call returned first, the sender goes to sleep at once, and the vcpu takes over.
  void note_after_sender(Ticks end, const protocol::Sample& sample) {
    const bool has_preempted = sample.begun < end;
    delivery_.preempted.values.push_back(has_preempted ? 1 : 0);
    if (!has_preempted) delivery_.handler_after_sender.values.push_back(bench_.to_ns(sample.begun - end));
  }

  Bench& bench_;
  ProbeVm& vm_;
  Target target_;
  bool shares_core_;
  bool notes_time_;
  Delivery& delivery_;
  std::uint64_t sent_ = 0;
  std::uint64_t left_out_ = 0;
  bool is_out_of_order_ = false;
};

}  // namespace

Delivery deliver_interrupts(Bench& bench, const KvmHost& host, Target target, notify::InterruptPathKind path,
                            CoreId sender, CoreId vcpu) {
  const hostfacts::ScopedPin pin(sender);
  Delivery delivery;
  for (const bool notes_time : {true, false}) {
    ProbeVm vm(host.kvm, host.rates, probe_of(target, path, vcpu, notes_time));
    vm.start();
    Series(bench, vm, target, sender == vcpu, notes_time, delivery).run();
  }
  return delivery;
}

}  // namespace kickpath::measure

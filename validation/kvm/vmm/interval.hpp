#pragma once
#include <utility>

#include "hostfacts/core_speed.hpp"
#include "vmm/run.hpp"

/// One measured interval of a running machine, of whichever real world: what it did while its cores were calm.
namespace kickpath::vmm {

/// The interval goes on in slices of 50 ms, until calm ones make up plan.duration or thirty times that has gone
/// by. A slice is calm if no neighbour slowed down a core in it that the machine may use
/// (hostfacts::CoreSpeedWatch). Where requests come whether or not earlier ones are done, the slice before must
/// have been calm, too: its queues are what this one begins with. Ungated, all of one slice counts.
class CalmTime {
 public:
  CalmTime(const RunPlan& plan, const std::vector<unsigned>& used_cpus);

  Duration next_slice() const;
  bool goes_on() const;

  void slice_begins() { watch_.begin(); }
  /// Of so much time. Does it count?
  bool slice_ended(Duration time);

  CalmShare share() const { return {calm_ >= wanted_, calm_, passed_}; }

 private:
  Duration wanted_;
  bool is_gated_;
  bool have_queues_memory_;
  hostfacts::CoreSpeedWatch watch_;
  Duration calm_{};
  Duration passed_{};
  bool was_calm_ = false;
};

/// `machine` runs; used_cpus(machine), read_counts(machine, files) and difference(machine, begin, end, cpus) are
/// those of its world.
template <class AnyMachine, class Tick>
Repeat measure_interval(AnyMachine& machine, const RunPlan& plan, const std::vector<unsigned>& cpus,
                        const Tick& tick) {
  const hostfacts::HostFiles files;
  machine.run_for(plan.warmup, tick);
  CalmTime time(plan, used_cpus(machine));
  const auto first = read_counts(machine, files);
  auto begin = first;
  Repeat repeat;
  while (time.goes_on()) {
    time.slice_begins();
    machine.run_for(time.next_slice(), tick);
    auto end = read_counts(machine, files);
    results::Replica slice = difference(machine, begin, end, cpus);
    if (time.slice_ended(slice.measured)) repeat.replica += slice;
    begin = std::move(end);
  }
  repeat.quietness = {load_between(first.host, begin.host), time.share()};
  return repeat;
}

}  // namespace kickpath::vmm

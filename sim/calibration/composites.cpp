#include "calibration/composites.hpp"

#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <string_view>

#include "microbench/bench.hpp"

namespace kickpath::calibration {

namespace {

using Benchmark = MeasuredBenchmark;

/// What must have been so for a benchmark to be what the simulator runs under its name.
struct Condition {
  std::string_view of;
  std::string_view what;  ///< for people
  bool (*holds)(const MeasurementFile&);
};

// Nine in ten: the median and what is near it then are of that state alone.
bool are_preempting(const MeasurementFile& file, std::string_view name) {
  const Benchmark* share = file.find(name);
  return share != nullptr && share->mean && *share->mean >= 0.9;
}

// A call that returned only after the guest had gone on was preempted by it.
bool is_sender_preempted(const MeasurementFile& file, std::string_view name) {
  const Benchmark* sender = file.find("interrupt.irqfd.blocked.same_core.sender");
  const Benchmark* guest = file.find(name);
  return sender != nullptr && guest != nullptr && sender->median && guest->median &&
         *sender->median > *guest->median;
}

// Where ring 0 is emulated (kvm_pvm), an instruction of a handler costs less than a store that leaves ring 3.
bool does_eoi_cost_as_in_a_handler(const MeasurementFile& file) {
  const Benchmark* eoi = file.find("interrupt.eoi");
  const Benchmark* handler = file.find("interrupt.irqfd.guest_mode.handler");
  const Benchmark* seen = file.find("interrupt.irqfd.guest_mode.seen");
  if (eoi == nullptr || handler == nullptr || seen == nullptr) return true;
  return !eoi->median || !handler->median || !seen->median || *eoi->median < *seen->median - *handler->median;
}

constexpr Condition conditions[] = {
    {"interrupt.eoi",
     "a store from ring 3 takes longer than a handler's EOI and return together: ring 0 is emulated",
     does_eoi_cost_as_in_a_handler},
    {"wake.epoll.same_core.wakee", "the wakee did not preempt its waker in nine of ten wakes",
     [](const MeasurementFile& file) { return are_preempting(file, "wake.epoll.same_core.preempted"); }},
    {"wake.epoll.busy_other_core.wakee",
     "the wakee did not preempt the other core's thread in nine of ten wakes",
     [](const MeasurementFile& file) {
       return are_preempting(file, "wake.epoll.busy_other_core.preempted");
     }},
    {"kick.wake.same_core.thread", "the thread did not take the vcpu's core in nine of ten kicks",
     [](const MeasurementFile& file) { return are_preempting(file, "kick.wake.same_core.preempted"); }},
    {"kick.wake.same_core.back", "the thread did not take the vcpu's core in nine of ten kicks",
     [](const MeasurementFile& file) { return are_preempting(file, "kick.wake.same_core.preempted"); }},
    {"interrupt.irqfd.blocked.same_core.handler", "the woken vcpu did not preempt the sender",
     [](const MeasurementFile& file) {
       return is_sender_preempted(file, "interrupt.irqfd.blocked.same_core.handler");
     }},
    {"interrupt.irqfd.blocked.same_core.seen", "the woken vcpu did not preempt the sender",
     [](const MeasurementFile& file) {
       return is_sender_preempted(file, "interrupt.irqfd.blocked.same_core.seen");
     }}};

std::optional<std::string> objection(const MeasurementFile& file, const Benchmark& benchmark,
                                     const Admission& admission) {
  if (microbench::find(benchmark.name) == nullptr) return "the simulator has no such benchmark";
  if (benchmark.n < least_samples || !benchmark.median)
    return fmt::format("{} samples, {} are needed", benchmark.n, least_samples);
  if (benchmark.quiet == false && !admission.is_ungated)
    return "the host was not quiet (--ungated takes it all the same)";
  for (const Condition& condition : conditions)
    if (condition.of == benchmark.name && !condition.holds(file)) return std::string(condition.what);
  return std::nullopt;
}

// What a path takes is the sum of what its parts take on average. Where a host's neighbours slow it down for
// a part of the time, an event's median is not its average; what cuts in rarely (a tick, another task) is no
// part of it.
double typical(const Benchmark& benchmark) { return benchmark.mean99.value_or(*benchmark.median); }

// Without the clock's own time, which each sample holds once: a batch holds it once for all its operations.
double without_clock(double ns, double clock, std::int64_t batch) {
  return std::max(0.0, ns - clock / static_cast<double>(batch));
}

// The standard error of a median is 1.25 standard deviations by the root of n; p5 and p90 are 2.93 of them
// apart, and do not see outliers. To that comes what one process differs from the next by, about 1 % (kernel
// and heap lie elsewhere), and what a reading of the counter is short of.
double error_of(const Benchmark& benchmark) {
  constexpr double between_processes = 0.01;
  constexpr double resolution_ns = 1;
  const double width = benchmark.p5 && benchmark.p90 ? (*benchmark.p90 - *benchmark.p5) / 2.93 : 0.0;
  const double of_median = 1.25 * width / std::sqrt(static_cast<double>(benchmark.n));
  return std::hypot(of_median, between_processes * *benchmark.median,
                    resolution_ns / static_cast<double>(benchmark.batch));
}

}  // namespace

Composites composites_of(const MeasurementFile& file, const Admission& admission) {
  const Benchmark* clock = file.find("clock.rdtscp");
  const double clock_ns = clock != nullptr ? clock->median.value_or(0) : 0;
  Composites composites;
  for (const Benchmark& benchmark : file.benchmarks) {
    const std::string source = fmt::format("{}:{}", file.path, benchmark.line);
    if (const auto reason = objection(file, benchmark, admission)) {
      composites.unused.push_back({benchmark.name, *reason, source});
    } else {
      composites.used.push_back({benchmark.name, without_clock(typical(benchmark), clock_ns, benchmark.batch),
                                 error_of(benchmark), source});
    }
  }
  return composites;
}

}  // namespace kickpath::calibration

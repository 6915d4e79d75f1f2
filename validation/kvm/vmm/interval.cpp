#include "vmm/interval.hpp"

#include <algorithm>

namespace kickpath::vmm {

namespace {

using namespace literals;

constexpr auto look_every = std::chrono::milliseconds(10);
constexpr Duration slice = 50_ms;
constexpr std::int64_t most_times_as_long = 30;

std::vector<CoreId> cores_of(const std::vector<unsigned>& cpus) {
  std::vector<CoreId> cores;
  for (const unsigned cpu : cpus) cores.push_back({cpu});
  return cores;
}

bool has_open_loop(const vm::MachineSpec& spec) {
  return std::any_of(spec.vms.begin(), spec.vms.end(), [](const vm::VmSpec& group) {
    return group.workload.kind == workload::WorkloadKind::open_loop;
  });
}

}  // namespace

CalmTime::CalmTime(const RunPlan& plan, const std::vector<unsigned>& used_cpus)
    : wanted_(plan.duration), is_gated_(plan.is_gated), have_queues_memory_(has_open_loop(plan.machine)),
      watch_(cores_of(used_cpus), look_every) {}

Duration CalmTime::next_slice() const { return is_gated_ ? std::min(slice, wanted_) : wanted_ - passed_; }

bool CalmTime::goes_on() const { return calm_ < wanted_ && passed_ < wanted_ * most_times_as_long; }

bool CalmTime::slice_ended(Duration time) {
  const bool is_calm = hostfacts::is_calm(watch_.slowdown().value_or(1));
  const bool was_calm = std::exchange(was_calm_, is_calm);
  const bool does_count = !is_gated_ || (is_calm && (was_calm || !have_queues_memory_));
  passed_ += time;
  if (does_count) calm_ += time;
  return does_count;
}

}  // namespace kickpath::vmm

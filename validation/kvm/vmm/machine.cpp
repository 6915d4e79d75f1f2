#include "vmm/machine.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <stdexcept>
#include <sys/resource.h>
#include <thread>

#include "vmm/seed.hpp"

namespace kickpath::vmm {

namespace {

using Clock = std::chrono::steady_clock;

// How often somebody looks whether all is well: seldom enough to disturb no measurement, often enough for a
// signal.
constexpr auto slice = std::chrono::milliseconds(50);

// The soft limit, 1024 mostly, is for programs that call select(2); a VM takes 8 descriptors and more. What
// the hard limit does not allow fails with its name where it is opened.
void allow_as_many_files_as_may_be() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::optional<std::uint64_t> requests_done(const Vm& vm) {
  RequestsDone sum;
  for (std::size_t v = 0; v < vm.vcpus().size(); ++v) sum.add(vm.control(v));
  return sum.get();
}

std::vector<Watched> watched(const std::vector<std::unique_ptr<Vm>>& vms) {
  std::vector<Watched> list;
  for (const auto& vm : vms)
    list.push_back(
        {vm->name(), [&vm = *vm] { return requests_done(vm); }, [&vm = *vm] { return vm.describe(); }});
  return list;
}

}  // namespace

Machine::Machine(const MachineParts& parts) : parts_(parts), seats_(seating::seats(parts.spec)) {
  allow_as_many_files_as_may_be();
  std::size_t seat = 0;
  for (const vm::VmSpec& group : parts.spec.vms)
    for (std::uint32_t i = 0; i < group.count; ++i, ++seat)
      vms_.push_back(std::make_unique<Vm>(
          VmParts{parts.kvm, group, seats_[seat], parts.rates, parts.cpus, seed_of(parts.seed, seat)},
          failure_));
}

void Machine::start(const Tick& tick) {
  for (const auto& vm : vms_) vm->start_vcpus();
  const auto are_set_up = [&] {
    return std::all_of(vms_.begin(), vms_.end(), [](const auto& vm) { return vm->is_set_up(); });
  };
  wait_until(are_set_up, "set up its queues", tick);
  for (const auto& vm : vms_) vm->start_servers();
  hogs_.start(parts_.spec.background, parts_.cpus, failure_);
  watch_.emplace(watched(vms_), parts_.guest_patience);
}

void Machine::check() {
  failure_.rethrow();
  if (watch_) watch_->look();
}

void Machine::run_for(Duration time, const Tick& tick) {
  const auto end = Clock::now() + std::chrono::duration_cast<std::chrono::nanoseconds>(time);
  for (auto now = Clock::now(); now < end; now = Clock::now()) {
    std::this_thread::sleep_for(std::min<Clock::duration>(slice, end - now));
    check();
    tick();
  }
}

void Machine::wait_until(const std::function<bool()>& is_true, const char* what, const Tick& tick) {
  const auto end = Clock::now() + std::chrono::duration_cast<std::chrono::nanoseconds>(parts_.guest_patience);
  while (!is_true()) {
    failure_.rethrow();
    tick();
    if (Clock::now() > end) {
      std::string states;
      for (const auto& vm : vms_) states += vm->describe();
      throw std::runtime_error(fmt::format("a VM did not {} within {:.3g} s; it was killed\n{}", what,
                                           to_seconds(parts_.guest_patience), states));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  failure_.rethrow();
}

void Machine::stop(const Tick& tick) {
  hogs_.end();
  for (const auto& vm : vms_) vm->ask_to_stop();
  const auto have_ended = [&] {
    return std::all_of(vms_.begin(), vms_.end(), [](const auto& vm) { return vm->has_ended(); });
  };
  wait_until(have_ended, "end its program", tick);
  check_accounts();
}

void Machine::check_accounts() const {
  for (const auto& vm : vms_)
    for (std::size_t v = 0; v < vm->vcpus().size(); ++v) {
      const protocol::Progress& progress = vm->control(v).progress;
      const bool is_over = progress.state == protocol::State::ended;
      const bool has_ring = vm->spec().workload.completion != workload::Completion::none;
      if (is_over && (!has_ring || progress.posted == progress.ops)) continue;
      throw std::runtime_error(fmt::format("VM {} lost requests\n{}", vm->name(), vm->describe()));
    }
}

}  // namespace kickpath::vmm

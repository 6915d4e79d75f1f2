#include "qemu/qemu_machine.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <stdexcept>
#include <thread>

#include "vmm/seed.hpp"

namespace kickpath::qemu {

namespace {

using Clock = std::chrono::steady_clock;

// As in vmm/machine.cpp: seldom enough to disturb no measurement, often enough for a signal.
constexpr auto slice = std::chrono::milliseconds(50);

// Of all VMs together. SeaBIOS takes seconds of a core where ring 0 is emulated, and others may have the
// cores.
constexpr Duration boot_patience = std::chrono::seconds(300);

std::vector<vmm::Watched> watched(const std::vector<std::unique_ptr<QemuVm>>& vms) {
  std::vector<vmm::Watched> list;
  for (const auto& vm : vms) {
    const auto requests_done = [&vm = *vm] {
      vmm::RequestsDone sum;
      for (const std::size_t v : vm.driven()) sum.add(vm.control(v));
      return sum.get();
    };
    list.push_back({vm->name(), requests_done, [&vm = *vm] { return vm.describe(); }});
  }
  return list;
}

}  // namespace

QemuMachine::QemuMachine(const QemuMachineParts& parts) : parts_(parts), seats_(seating::seats(parts.spec)) {
  std::size_t seat = 0;
  for (const vm::VmSpec& group : parts.spec.vms)
    for (std::uint32_t i = 0; i < group.count; ++i, ++seat)
      vms_.push_back(std::make_unique<QemuVm>(QemuVmParts{parts.program, group, seats_[seat], parts.rates,
                                                          parts.cpus, vmm::seed_of(parts.seed, seat)}));
}

void QemuMachine::start(const Tick& tick) {
  const auto all = [&](bool (QemuVm::*is_so)()) {
    return std::count_if(vms_.begin(), vms_.end(), [&](const auto& vm) { return ((*vm).*is_so)(); }) ==
           static_cast<std::ptrdiff_t>(vms_.size());
  };
  wait_until([&] { return all(&QemuVm::is_waiting); }, "boot", boot_patience, tick);
  for (const auto& vm : vms_) vm->go();
  const auto are_set_up = [&] {
    return std::all_of(vms_.begin(), vms_.end(), [](const auto& vm) { return vm->is_set_up(); });
  };
  wait_until(are_set_up, "set up its queues", parts_.guest_patience, tick);
  hogs_.start(parts_.spec.background, parts_.cpus, failure_);
  watch_.emplace(watched(vms_), parts_.guest_patience);
}

void QemuMachine::check() {
  failure_.rethrow();
  for (const auto& vm : vms_) vm->check();
}

void QemuMachine::run_for(Duration time, const Tick& tick) {
  const auto end = Clock::now() + std::chrono::duration_cast<std::chrono::nanoseconds>(time);
  for (auto now = Clock::now(); now < end; now = Clock::now()) {
    std::this_thread::sleep_for(std::min<Clock::duration>(slice, end - now));
    check();
    watch_->look();
    tick();
  }
}

void QemuMachine::wait_until(const std::function<bool()>& is_true, const char* what, Duration patience,
                             const Tick& tick) {
  const auto end = Clock::now() + std::chrono::duration_cast<std::chrono::nanoseconds>(patience);
  while (!is_true()) {
    check();
    tick();
    if (Clock::now() > end) {
      std::string states;
      for (const auto& vm : vms_) states += vm->describe();
      throw std::runtime_error(fmt::format("a VM did not {} within {:.3g} s; it was killed\n{}", what,
                                           to_seconds(patience), states));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  check();
}

void QemuMachine::stop(const Tick& tick) {
  hogs_.end();
  for (const auto& vm : vms_) vm->ask_to_stop();
  const auto have_ended = [&] {
    return std::all_of(vms_.begin(), vms_.end(), [](const auto& vm) { return vm->has_ended(); });
  };
  wait_until(have_ended, "end its program", parts_.guest_patience, tick);
  for (const auto& vm : vms_) vm->check_accounts();
}

}  // namespace kickpath::qemu

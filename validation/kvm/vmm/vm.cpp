#include "vmm/vm.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "vmm/emulator.hpp"
#include "vmm/guest_control.hpp"
#include "vmm/seed.hpp"
#include "vmm/vm_descriptor.hpp"

namespace kickpath::vmm {

namespace {

using protocol::State;

StubChoice stubs_for(const vm::VmSpec& spec) {
  return {spec.workload.kind == workload::WorkloadKind::open_loop, false, is_emulated_by_tcg()};
}

}  // namespace

Vm::Vm(const VmParts& parts, Failure& failure)
    : parts_(parts), failure_(failure), clock_(parts.rates.tsc, protocol::read_tsc()),
      plan_(plan_guest(parts.spec)), ram_(plan_.memory_bytes),
      fd_(create_vm(parts.kvm, ram_, plan_, parts.spec.vcpu.halt_poll.max)) {
  write_boot_tables(ram_, plan_, stubs_for(parts.spec));
  write_controls(ram_, plan_, parts.spec, parts.rates, parts.seed);
  for (std::uint32_t v = 0; v < parts.spec.vcpus; ++v) {
    vcpus_.push_back(std::make_unique<Vcpu>(parts.kvm, fd_.get(), plan_.vcpus[v], v));
    vcpu_loops_.push_back(std::make_unique<VcpuLoop>(name(), *vcpus_.back(), ram_,
                                                     [this](std::uint32_t door) { handle_kick(door); }));
  }
  build_devices();
}

// Whoever still runs is told to leave; the threads' own ends wait for them.
Vm::~Vm() {
  for (const auto& loop : vcpu_loops_) loop->leave();
  for (const auto& loop : loops_) loop->stop();
  for (const auto& thread : threads_) thread->interrupt();
}

void Vm::build_devices() {
  const bool is_bare = parts_.spec.workload.completion == workload::Completion::none;
  for (std::uint32_t d = 0; d < parts_.spec.devices.size(); ++d) {
    std::vector<QueuePlan> queues;
    std::copy_if(plan_.queues.begin(), plan_.queues.end(), std::back_inserter(queues),
                 [&](const QueuePlan& queue) { return queue.device == d; });
    devices_.push_back(std::make_unique<Device>(
        DeviceParts{fd_.get(), parts_.spec.devices[d], std::move(queues), ram_.shared(), clock_,
                    parts_.rates.spin, is_bare, seed_of(parts_.seed, 1000 + d)}));
  }
}

void Vm::handle_kick(std::uint32_t door) {
  if (door >= plan_.queues.size())
    throw std::runtime_error(fmt::format("VM {}: a kick at no queue's door", name()));
  const std::lock_guard held(global_lock_);
  devices_[plan_.queues[door].device]->handle_kick(plan_.queues[door].id);
}

void Vm::start_thread(const std::string& what, const host::CoreSet& cores, int nice,
                      std::function<void()> body) {
  ThreadSpec spec{name() + "/" + what, {}, nice};
  for (std::uint32_t core = 0; core < parts_.cpus.size(); ++core)
    if (cores.contains(CoreId{core})) spec.cpus.push_back(parts_.cpus[core]);
  threads_.push_back(std::make_unique<Thread>(std::move(spec), failure_, std::move(body)));
}

void Vm::start_vcpus() {
  for (std::size_t v = 0; v < vcpus_.size(); ++v)
    start_thread("vcpu" + std::to_string(v), parts_.seat.vcpus[v], parts_.spec.vcpu.nice,
                 [this, v] { run_vcpu(v); });
}

void Vm::run_vcpu(std::size_t v) {
  vcpu_loops_[v]->run();
  if (protocol::load_shared(control(v).progress.state) == State::ring_broken)
    throw std::runtime_error(fmt::format("VM {} vcpu {}: the device broke the rules of a queue", name(), v));
}

void Vm::start_servers() {
  for (std::size_t d = 0; d < devices_.size(); ++d) {
    Device& device = *devices_[d];
    if (!device.has_iothread()) continue;
    loops_.push_back(std::make_unique<EventLoop>(device.spec().server.poll, clock_, nullptr));
    device.attach(*loops_.back());
    start_thread(device.spec().name + "/iothread", parts_.seat.servers[d].front(), device.spec().server.nice,
                 [&loop = *loops_.back()] { loop.run(); });
  }
  start_main_loop();
}

// One thread for all devices that complete later though a vcpu serves them; it lies where the first of them
// wants its server.
void Vm::start_main_loop() {
  EventLoop* loop = nullptr;
  for (std::size_t d = 0; d < devices_.size(); ++d) {
    if (!devices_[d]->needs_main_loop()) continue;
    if (loop == nullptr) {
      loops_.push_back(std::make_unique<EventLoop>(server::PollSpec{}, clock_, &global_lock_));
      loop = loops_.back().get();
    }
    devices_[d]->attach(*loop);
  }
  if (loop == nullptr) return;
  const auto first =
      std::find_if(devices_.begin(), devices_.end(), [](const auto& d) { return d->needs_main_loop(); });
  start_thread("main-loop", parts_.seat.servers[static_cast<std::size_t>(first - devices_.begin())].front(),
               0, [loop] { loop->run(); });
}

bool Vm::is_set_up() const {
  for (std::size_t v = 0; v < vcpus_.size(); ++v)
    if (protocol::load_shared(control(v).progress.state) == State::booting) return false;
  return true;
}

// A guest that halts is woken to see it. A vcpu without a program halts for ever, and is taken out.
void Vm::ask_to_stop() {
  for (std::size_t v = 0; v < vcpus_.size(); ++v) {
    auto& block = ram_.at<protocol::VcpuControl>(plan_.vcpus[v].control);
    protocol::store_shared(block.should_stop, 1u);
    signal_msi(fd_.get(), message_to(static_cast<std::uint32_t>(v), protocol::first_queue_vector));
  }
}

bool Vm::has_ended() const {
  return std::all_of(threads_.begin(), threads_.begin() + static_cast<std::ptrdiff_t>(vcpus_.size()),
                     [](const auto& thread) { return thread->has_ended(); });
}

const protocol::VcpuControl& Vm::control(std::size_t vcpu) const {
  return ram_.at<protocol::VcpuControl>(plan_.vcpus[vcpu].control);
}

std::span<const std::uint64_t> Vm::histogram(std::size_t vcpu) const {
  return ram_.span<const std::uint64_t>(plan_.vcpus[vcpu].histogram, duration_buckets::count);
}

std::string Vm::describe() const {
  std::string text;
  for (std::size_t v = 0; v < vcpus_.size(); ++v) {
    const protocol::Progress& p = control(v).progress;
    text += fmt::format(
        "  {}/vcpu{}: state {}, posted {}, completed {}, kicks {}, halts {}, interrupts taken {}\n", name(),
        v, static_cast<int>(p.state), p.posted, p.ops, p.kicks, p.halts, control(v).interrupts);
  }
  return text;
}

}  // namespace kickpath::vmm

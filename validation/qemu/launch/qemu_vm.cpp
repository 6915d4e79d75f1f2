#include "qemu/qemu_vm.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

#include "qemu/command_line.hpp"
#include "qemu/payload.hpp"
#include "vmm/boot.hpp"
#include "vmm/guest_control.hpp"

namespace kickpath::qemu {

namespace {

using protocol::State;
using qemu_protocol::BootBlock;
using qemu_protocol::SetUpError;

// What a request's status byte holds until the device has written it: none of VirtIO's (1.3 5.2.6).
constexpr std::uint8_t not_done = 0xff;
constexpr std::uint8_t ok = 0;

const char* text_of(SetUpError error) {
  switch (error) {
    case SetUpError::none:
      return "nothing";
    case SetUpError::no_device:
      return "there is no virtio device in its slot";
    case SetUpError::no_capability:
      return "it lacks a structure of virtio-pci";
    case SetUpError::out_of_reach:
      return "firmware has put a BAR where the payload maps nothing";
    case SetUpError::features_refused:
      return "it does not offer all features that the queues need";
    case SetUpError::queue_size:
      return "a queue has another size";
    case SetUpError::vector_refused:
      return "it took no MSI-X vector";
  }
  return "unknown";
}

std::unique_ptr<QemuProcess> start(const QemuVmParts& parts, const QemuPlan& plan, const MemoryFile& memory,
                                   const MemoryFile& faults) {
  const MemoryFile image("kickpath-payload", payload());
  const QemuFiles files{parts.program, memory.path(), image.path(), faults.path()};
  const auto command = command_line(parts.spec, parts.seat.name, plan.memory_bytes, files);
  return std::make_unique<QemuProcess>(command, std::vector{memory.fd(), image.fd(), faults.fd()});
}

}  // namespace

QemuVm::QemuVm(const QemuVmParts& parts)
    : parts_(parts), plan_(plan_qemu(parts.spec)), memory_("kickpath-guest", plan_.memory_bytes),
      faults_("kickpath-faults", std::size_t{0}), ram_(plan_.memory_bytes, memory_.fd()),
      process_(start(parts_, plan_, memory_, faults_)) {
  for (std::size_t v = 0; v < plan_.guest.vcpus.size(); ++v)
    if (!plan_.guest.vcpus[v].driven.empty()) driven_.push_back(v);
}

bool QemuVm::is_waiting() {
  const auto& block = ram_.at<BootBlock>(qemu_protocol::boot_block);
  if (!is_waiting_ && protocol::load_shared(block.state) == qemu_protocol::is_waiting) {
    is_waiting_ = true;
    process_->pause();  // it waits by spinning, and others may still boot
  }
  return is_waiting_;
}

void QemuVm::write_memory() {
  const bool has_deadlines = parts_.spec.workload.kind == workload::WorkloadKind::open_loop;
  vmm::write_tables(ram_, plan_.guest, {has_deadlines, false, false}, payload_header());
  vmm::write_controls(ram_, plan_.guest, parts_.spec, parts_.rates, parts_.seed);
  write_set_up(ram_, plan_, parts_.spec);
  for (const vmm::VcpuPlan& vcpu : plan_.guest.vcpus)  // ring 3 may use the PCI bridge's ports, 8 to a byte
    ram_.at<std::uint8_t>(vcpu.task_state + 0x68 + qemu_protocol::config_ports / 8) = 0;
  for (const vmm::QueuePlan& queue : plan_.guest.queues)
    for (std::uint32_t r = 0; r < queue.in_flight; ++r)
      ram_.at<std::uint8_t>(queue.requests.status(r).value) = not_done;
}

std::vector<unsigned> QemuVm::cpus_of(const host::CoreSet& cores) const {
  std::vector<unsigned> cpus;
  for (std::uint32_t core = 0; core < parts_.cpus.size(); ++core)
    if (cores.contains(CoreId{core})) cpus.push_back(parts_.cpus[core]);
  return cpus;
}

// QEMU's names (accel/kvm/kvm-accel-ops.c, iothread.c), which debug-threads=on shows. Whoever is neither vcpu
// nor iothread goes with the main loop: it has nothing to do while we measure.
void QemuVm::place_thread(const HostThread& thread) {
  PlacedThread placed{thread.tid, name() + "/" + thread.name, {}, false};
  int nice = 0;
  for (std::size_t v = 0; v < parts_.seat.vcpus.size(); ++v)
    if (thread.name == fmt::format("CPU {}/KVM", v)) {
      placed = {thread.tid, fmt::format("{}/vcpu{}", name(), v), cpus_of(parts_.seat.vcpus[v]), true};
      nice = parts_.spec.vcpu.nice;
    }
  for (const Iothread& iothread : iothreads_of(parts_.spec))
    if (thread.name == "IO " + iothread.id) {
      const device::DeviceSpec& device = parts_.spec.devices[iothread.device];
      placed = {thread.tid, fmt::format("{}/{}/iothread", name(), device.name),
                cpus_of(parts_.seat.servers[iothread.device].front()), false};
      nice = device.server.nice;
    }
  if (placed.cpus.empty()) {
    const auto served =
        std::find_if(parts_.spec.devices.begin(), parts_.spec.devices.end(),
                     [](const auto& d) { return d.server.kind != server::ServerKind::iothread; });
    const bool has_work = served != parts_.spec.devices.end();
    placed.cpus =
        has_work
            ? cpus_of(
                  parts_.seat.servers[static_cast<std::size_t>(served - parts_.spec.devices.begin())].front())
            : parts_.cpus;
    if (thread.tid == pid()) placed.name = name() + "/main-loop";
    nice = has_work && thread.tid == pid() ? served->server.nice : 0;
  }
  place(placed.tid, placed.cpus, nice);
  threads_.push_back(std::move(placed));
}

void QemuVm::place_threads() {
  for (const HostThread& thread : threads_of(pid())) place_thread(thread);
  const auto vcpus = std::count_if(threads_.begin(), threads_.end(), [](const auto& t) { return t.is_vcpu; });
  if (static_cast<std::size_t>(vcpus) != parts_.seat.vcpus.size())
    throw std::runtime_error(
        fmt::format("VM {}: QEMU shows {} vcpu threads of {}", name(), vcpus, parts_.seat.vcpus.size()));
}

void QemuVm::go() {
  write_memory();
  place_threads();
  protocol::store_shared(ram_.at<BootBlock>(qemu_protocol::boot_block).may_go, 1u);
  process_->resume();
}

bool QemuVm::is_set_up() const {
  return std::all_of(driven_.begin(), driven_.end(), [&](std::size_t v) {
    return protocol::load_shared(control(v).progress.state) != State::booting;
  });
}

// A program without anything in flight waits for its next arrival at most, and looks.
void QemuVm::ask_to_stop() {
  for (const std::size_t v : driven_)
    protocol::store_shared(ram_.at<protocol::VcpuControl>(plan_.guest.vcpus[v].control).should_stop, 1u);
}

bool QemuVm::has_ended() const {
  return std::all_of(driven_.begin(), driven_.end(), [&](std::size_t v) {
    return protocol::load_shared(control(v).progress.state) == State::ended;
  });
}

void QemuVm::check() {
  if (const auto end = process_->how_it_ended())
    throw std::runtime_error(
        fmt::format("QEMU of VM {} has ended: {}\n{}", name(), *end, process_->last_messages()));
  if (!is_waiting_) return;
  const auto& block = ram_.at<BootBlock>(qemu_protocol::boot_block);
  if (const SetUpError error = protocol::load_shared(block.error); error != SetUpError::none)
    throw std::runtime_error(fmt::format("VM {}: QEMU's device {} could not be set up: {}", name(),
                                         parts_.spec.devices[block.failed_device].name, text_of(error)));
  if (faults_.size() != 0) throw std::runtime_error(fault_text());
  for (const std::size_t v : driven_)
    if (protocol::load_shared(control(v).progress.state) == State::ring_broken)
      throw std::runtime_error(
          fmt::format("VM {} vcpu {}: the device broke the rules of a queue", name(), v));
}

void QemuVm::check_accounts() const {
  for (const std::size_t v : driven_) {
    const protocol::Progress& progress = control(v).progress;
    if (progress.posted != progress.ops)
      throw std::runtime_error(fmt::format("VM {} lost requests\n{}", name(), describe()));
  }
  check_statuses();
}

// One status byte serves many requests, so this sees the last of each; a device that fails them fails all.
void QemuVm::check_statuses() const {
  for (const vmm::QueuePlan& queue : plan_.guest.queues)
    for (std::uint32_t r = 0; r < queue.in_flight; ++r) {
      const auto status = ram_.at<std::uint8_t>(queue.requests.status(r).value);
      if (status != ok && status != not_done)
        throw std::runtime_error(
            fmt::format("VM {}: QEMU's disk failed requests (status {})", name(), status));
    }
}

const protocol::VcpuControl& QemuVm::control(std::size_t vcpu) const {
  return ram_.at<protocol::VcpuControl>(plan_.guest.vcpus[vcpu].control);
}

std::span<const std::uint64_t> QemuVm::histogram(std::size_t vcpu) const {
  return ram_.span<const std::uint64_t>(plan_.guest.vcpus[vcpu].histogram, duration_buckets::count);
}

// The frame of an exception from ring 3: SS, RSP, RFLAGS, CS, RIP, error code; and the vector (stubs.S).
std::string QemuVm::fault_text() const {
  std::string text = fmt::format("VM {}: an exception that nobody expected\n", name());
  for (const std::size_t v : driven_) {
    const auto frame = ram_.span<std::uint64_t>(plan_.guest.vcpus[v].ring0_stack - 56, 7);
    text += fmt::format("  {}/vcpu{}: vector {}, error code {:#x}, at {:#x}\n", name(), v, frame[0], frame[1],
                        frame[2]);
  }
  return text;
}

std::string QemuVm::describe() const {
  std::string text;
  for (const std::size_t v : driven_) {
    const protocol::Progress& p = control(v).progress;
    text += fmt::format(
        "  {}/vcpu{}: state {}, posted {}, completed {}, kicks {}, halts {}, interrupts taken {}\n", name(),
        v, static_cast<int>(p.state), p.posted, p.ops, p.kicks, p.halts, control(v).interrupts);
  }
  return text;
}

}  // namespace kickpath::qemu

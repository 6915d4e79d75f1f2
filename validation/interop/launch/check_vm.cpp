#include "interop/check_vm.hpp"

#include <fmt/format.h>
#include <stdexcept>
#include <thread>

#include "integrity/request.hpp"
#include "protocol/control_block.hpp"
#include "protocol/image_header.hpp"
#include "virtqueue/driver_slot.hpp"
#include "vmm/boot.hpp"
#include "vmm/guest_control.hpp"

extern "C" const std::byte kickpath_interop_guest_begin[];
extern "C" const std::byte kickpath_interop_guest_end[];

namespace kickpath::interop {

namespace {

using namespace std::chrono_literals;
using qemu_protocol::BootBlock;
using qemu_protocol::SetUpError;

// SeaBIOS takes seconds, where others have the cores minutes.
constexpr auto boot_patience = 300s;

vm::VmSpec vm_of(const CheckVmSpec& spec) {
  vm::VmSpec vm;
  vm.devices.emplace_back();
  device::DeviceSpec& disk = vm.devices.front();
  disk.kind = device::DeviceKind::blk;
  disk.kick = notify::KickPathKind::ioeventfd_mmio;
  disk.queue.size = spec.queue_size;
  vm.workload.queue_depth = spec.in_flight;
  return vm;
}

std::span<const std::byte> payload() { return {kickpath_interop_guest_begin, kickpath_interop_guest_end}; }

const protocol::ImageHeader& payload_header() {
  const auto& header = *reinterpret_cast<const protocol::ImageHeader*>(kickpath_interop_guest_begin);
  if (header.magic != protocol::ImageHeader::expected_magic || header.end > check_block)
    throw std::logic_error("the embedded payload is not the one that this launcher knows");
  return header;
}

std::vector<std::string> command_line(const CheckVmSpec& spec, std::uint64_t memory_bytes,
                                      const std::string& memory, const std::string& image,
                                      const std::string& faults) {
  std::vector<std::string> words = {
      spec.qemu, "-no-user-config", "-nodefaults", "-no-reboot", "-display", "none", "-vga", "none",
      "-machine", "pc,accel=kvm,usb=off,memory-backend=ram",
      // Architectural capabilities cannot be read in every KVM.
      "-cpu", "max,-arch-capabilities", "-m", fmt::format("{}k", memory_bytes / 1024), "-object",
      // A memfd, by the name that QEMU's own process has for it; shared, for vhost-user.
      fmt::format("memory-backend-file,id=ram,size={},mem-path={},share=on", memory_bytes, memory),
      "-chardev", fmt::format("file,id=faults,path={}", faults), "-device",
      fmt::format("isa-debugcon,iobase={:#x},chardev=faults", qemu_protocol::debug_port), "-kernel", image};
  words.insert(words.end(), spec.disk.begin(), spec.disk.end());
  return words;
}

}  // namespace

CheckVm::CheckVm(const CheckVmSpec& spec)
    : spec_(spec), vm_(vm_of(spec)), plan_(qemu::plan_qemu(vm_)), faults_("kickpath-faults", std::size_t{0}) {
  plan_memory();
  memory_ = std::make_unique<qemu::MemoryFile>("kickpath-guest", plan_.memory_bytes);
  ram_ = std::make_unique<vmm::GuestRam>(plan_.memory_bytes, memory_->fd());
  const qemu::MemoryFile image("kickpath-payload", payload());
  process_ = std::make_unique<qemu::QemuProcess>(
      command_line(spec_, plan_.memory_bytes, memory_->path(), image.path(), faults_.path()),
      std::vector{memory_->fd(), image.fd(), faults_.fd()});
  wait_until([&] { return protocol::load_shared(boot().state) == qemu_protocol::is_waiting; }, "boot",
             boot_patience);
  write_memory();
  protocol::store_shared(boot().may_go, 1u);
}

/// What the check needs lies behind what every payload needs.
void CheckVm::plan_memory() {
  std::uint64_t next = plan_.guest.memory_bytes;
  const std::uint64_t above = plan_.memory_bytes - next;  // the firmware's
  const auto take = [&](std::uint64_t bytes) {
    const std::uint64_t at = next;
    next = virtqueue::round_up(next + bytes, virtqueue::cache_line);
    return at;
  };
  areas_.ring =
      take(virtqueue::area_bytes(spec_.queue_size) + virtqueue::packed_area_bytes(spec_.queue_size));
  areas_.generations = take(spec_.sectors * sizeof(std::uint32_t));
  areas_.driver_slots = take(spec_.queue_size * sizeof(virtqueue::DriverSlot));
  areas_.places = take(spec_.in_flight * sizeof(integrity::Request));
  areas_.free = take(spec_.in_flight * sizeof(std::uint32_t));
  areas_.requests = take(spec_.in_flight * integrity::Request::bytes);
  plan_.guest.memory_bytes = virtqueue::round_up(next, protocol::large_page);
  plan_.memory_bytes = plan_.guest.memory_bytes + above;
}

void CheckVm::write_memory() {
  vmm::write_tables(*ram_, plan_.guest, {}, payload_header());
  vmm::write_controls(*ram_, plan_.guest, vm_, vmm::measure_clock_rates(), 1);
  qemu::write_set_up(*ram_, plan_, vm_);
  // Ring 3 may use the PCI bridge's ports, 8 to a byte.
  for (const vmm::VcpuPlan& vcpu : plan_.guest.vcpus)
    ram_->at<std::uint8_t>(vcpu.task_state + 0x68 + qemu_protocol::config_ports / 8) = 0;
}

void CheckVm::write_job(const Combination& c, std::uint64_t requests, std::uint64_t seed) {
  Job& job = block().job;
  job = {};
  auto& queue = ram_->at<qemu_protocol::QueueSetUp>(plan_.queue_tables.front());
  const virtqueue::GuestAddress ring{areas_.ring};
  if (c.layout == device::Layout::packed) {
    job.packed = virtqueue::lay_out_packed(ring, spec_.queue_size);
    queue.descriptors = job.packed.ring.value;
    queue.driver = job.packed.driver_event.value;
    queue.device = job.packed.device_event.value;
  } else {
    job.split = virtqueue::lay_out(ring, spec_.queue_size);
    queue.descriptors = job.split.desc.value;
    queue.driver = job.split.avail.value;
    queue.device = job.split.used.value;
  }
  ram_->at<qemu_protocol::DeviceSetUp>(plan_.device_table).features = features_of(c);
  job.suppression = c.suppression;
  job.sectors = spec_.sectors;
  job.plan = {seed, requests, spec_.in_flight, c.is_indirect, !c.polls, c.polls};
  job.generations = areas_.generations;
  job.driver_slots = areas_.driver_slots;
  job.places = areas_.places;
  job.free = areas_.free;
  job.requests = areas_.requests;
  for (std::uint32_t& generation : ram_->span<std::uint32_t>(areas_.generations, spec_.sectors))
    generation = 0;
}

integrity::Findings CheckVm::check(const Combination& combination, std::uint64_t requests, std::uint64_t seed,
                                   std::chrono::seconds patience, const std::function<void()>& meanwhile) {
  write_job(combination, requests, seed);
  block().findings = {};
  const std::uint32_t number = block().asked + 1;
  __atomic_store_n(&block().asked, number, __ATOMIC_RELEASE);
  const auto is_answered = [&] { return __atomic_load_n(&block().answered, __ATOMIC_ACQUIRE) == number; };
  wait_until(
      [&] {
        if (is_answered()) return true;
        meanwhile();
        return false;
      },
      name_of(combination), patience);
  return block().findings;
}

template <class IsDone>
void CheckVm::wait_until(const IsDone& is_done, const std::string& what, std::chrono::seconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!is_done()) {
    look_for_faults();
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error(
          fmt::format("{}: not over after {} s\n{}", what, patience.count(), process_->last_messages()));
    std::this_thread::sleep_for(5ms);
  }
  look_for_faults();
}

void CheckVm::look_for_faults() {
  if (const auto end = process_->how_it_ended())
    throw std::runtime_error(fmt::format("QEMU has ended: {}\n{}", *end, process_->last_messages()));
  if (faults_.size() != 0) throw std::runtime_error("the payload met an exception that nobody expected");
  if (const SetUpError error = protocol::load_shared(boot().error); error != SetUpError::none)
    throw std::runtime_error(
        fmt::format("the disk could not be set up (SetUpError {})", static_cast<int>(error)));
}

BootBlock& CheckVm::boot() const { return ram_->at<BootBlock>(qemu_protocol::boot_block); }
CheckBlock& CheckVm::block() const { return ram_->at<CheckBlock>(check_block); }

}  // namespace kickpath::interop

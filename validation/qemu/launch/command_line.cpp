#include "qemu/command_line.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "qemu/qemu_plan.hpp"

namespace kickpath::qemu {

namespace {

using device::DeviceSpec;
using server::ServerKind;
using server::ServerSpec;

// A geometry of old, as good as any: without one QEMU reads the disk's first sector to guess it
// (hw/block/hd-geometry.c), which takes the disk's latency.
constexpr const char* geometry = ",cyls=16383,heads=16,secs=63";

// 1 EiB: the guest's sectors only ever grow.
constexpr std::uint64_t disk_bytes = 1ull << 60;

const char* on_off(bool is_on) { return is_on ? "on" : "off"; }

std::string iothread_id(std::size_t number) { return fmt::format("iothread{}", number); }

bool is_shared(const DeviceSpec& a, const DeviceSpec& b) {
  return a.server.name && b.server.name && *a.server.name == *b.server.name;
}

/// By device: the number of its iothread, or -1.
std::vector<int> iothread_numbers(const vm::VmSpec& spec) {
  std::vector<int> numbers;
  int next = 0;
  for (std::size_t d = 0; d < spec.devices.size(); ++d) {
    int number = -1;
    if (spec.devices[d].server.kind == ServerKind::iothread) {
      for (std::size_t e = 0; e < d && number < 0; ++e)
        if (is_shared(spec.devices[d], spec.devices[e])) number = numbers[e];
      if (number < 0) number = next++;
    }
    numbers.push_back(number);
  }
  return numbers;
}

std::string iothread_object(const std::string& id, const ServerSpec& server) {
  return fmt::format("iothread,id={},poll-max-ns={},poll-grow={},poll-shrink={}", id,
                     server.poll.max.count() / 1000, server.poll.grow, server.poll.shrink);
}

std::string block_node(const DeviceSpec& device, std::size_t d) {
  std::string node = fmt::format("driver=null-co,node-name=disk{},size={},read-zeroes=off", d, disk_bytes);
  const std::int64_t latency = device.backend.latency.a.count() / 1000;
  if (device.backend.kind == device::BackendKind::fixed && latency > 0)
    node += fmt::format(",latency-ns={}", latency);
  return node;
}

std::string blk_device(const DeviceSpec& device, std::size_t d, int iothread) {
  std::string text =
      fmt::format("virtio-blk-pci,id={},drive=disk{},addr={:#x},num-queues={},queue-size={}",
                  fmt::format("dev{}", d), d, first_slot + d, device.queues, device.queue.size);
  text += fmt::format(",disable-legacy={},disable-modern={}", on_off(!is_legacy(device)),
                      on_off(is_legacy(device)));
  text += fmt::format(",ioeventfd={}", on_off(!notify::returns_to_userspace(device.kick)));
  text += fmt::format(",event_idx={},indirect_desc={}",
                      on_off(device.queue.suppression == virtqueue::Suppression::event_idx),
                      on_off(device.queue.indirect));
  text += geometry;
  if (device.queue.layout == device::Layout::packed) text += ",packed=on";
  if (iothread >= 0) text += ",iothread=" + iothread_id(static_cast<std::size_t>(iothread));
  return text;
}

}  // namespace

std::vector<Iothread> iothreads_of(const vm::VmSpec& spec) {
  std::vector<Iothread> threads;
  const std::vector<int> numbers = iothread_numbers(spec);
  for (std::size_t d = 0; d < numbers.size(); ++d)
    if (numbers[d] == static_cast<int>(threads.size()))
      threads.push_back({iothread_id(threads.size()), static_cast<std::uint32_t>(d)});
  return threads;
}

std::vector<std::string> command_line(const vm::VmSpec& spec, const std::string& vm_name,
                                      std::uint64_t memory_bytes, const QemuFiles& files) {
  const std::string memory =
      fmt::format("memory-backend-file,id=ram,size={},mem-path={},share=on", memory_bytes, files.memory);
  std::vector<std::string> words = {
      files.program, "-name", vm_name + ",debug-threads=on", "-no-user-config", "-nodefaults", "-no-reboot",
      // Firmware looks at no disk that it is not to boot from.
      "-boot", "strict=on", "-display", "none", "-vga", "none",
      // x86's default machine; architectural capabilities cannot be read in every KVM.
      "-machine", "pc,accel=kvm,usb=off,memory-backend=ram", "-cpu", "max,-arch-capabilities", "-smp",
      fmt::format("{},sockets=1,cores={},threads=1", spec.vcpus, spec.vcpus), "-m",
      fmt::format("{}k", memory_bytes / 1024), "-object", memory, "-chardev",
      "file,id=faults,path=" + files.faults, "-device",
      fmt::format("isa-debugcon,iobase={:#x},chardev=faults", qemu_protocol::debug_port), "-kernel",
      files.payload};
  for (const Iothread& thread : iothreads_of(spec)) {
    words.push_back("-object");
    words.push_back(iothread_object(thread.id, spec.devices[thread.device].server));
  }
  const std::vector<int> numbers = iothread_numbers(spec);
  for (std::size_t d = 0; d < spec.devices.size(); ++d)
    words.insert(words.end(), {"-blockdev", block_node(spec.devices[d], d), "-device",
                               blk_device(spec.devices[d], d, numbers[d])});
  return words;
}

}  // namespace kickpath::qemu

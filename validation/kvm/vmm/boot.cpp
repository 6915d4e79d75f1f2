#include "vmm/boot.hpp"

#include <algorithm>
#include <cstring>

#include "protocol/address_map.hpp"
#include "vmm/guest_image.hpp"

namespace kickpath::vmm {

namespace {

using namespace protocol;

// Page table entries, Intel SDM vol. 3 4.5: present, writable, user; PS; PWT and PCD.
constexpr std::uint64_t table_bits = 0x7;
constexpr std::uint64_t memory_bits = 0x87;
constexpr std::uint64_t device_bits = 0x9f;
constexpr std::uint64_t entries_of_table = 512;

constexpr std::uint64_t pml4 = page_tables;
constexpr std::uint64_t pdpt = page_tables + page;
constexpr std::uint64_t memory_directory = page_tables + 2 * page;
constexpr std::uint64_t window_directory = page_tables + 3 * page;
constexpr std::uint64_t device_directory = page_tables + 4 * page;

// Selectors: the order of the table below, and the ring that asks.
constexpr std::uint16_t ring0_code = 0x08;
constexpr std::uint16_t ring3_code = 0x18 | 3;
constexpr std::uint16_t ring3_data = 0x20 | 3;
constexpr std::uint16_t first_task = 0x28;

constexpr std::uint64_t task_bytes = 0x68;  // of a 64-bit TSS, before the I/O bitmap
constexpr std::uint64_t task_limit = task_bytes + ports_end / 8;

constexpr std::uint16_t task_selector(std::uint32_t vcpu) {
  return static_cast<std::uint16_t>(first_task + 16 * vcpu);
}

void write_page_tables(const GuestRam& ram, std::uint64_t memory_bytes) {
  ram.at<std::uint64_t>(pml4) = pdpt | table_bits;
  const auto directories = ram.span<std::uint64_t>(pdpt, entries_of_table);
  directories[0] = memory_directory | table_bits;
  directories[lapic_window >> 30] = window_directory | table_bits;
  directories[kick_words >> 30] = device_directory | table_bits;
  const auto memory = ram.span<std::uint64_t>(memory_directory, entries_of_table);
  for (std::uint64_t i = 0; i < memory_bytes / large_page; ++i) memory[i] = i * large_page | memory_bits;
  ram.at<std::uint64_t>(window_directory) = lapic | device_bits;
  const auto devices = ram.span<std::uint64_t>(device_directory, entries_of_table);
  const std::uint64_t first = kick_words >> 30 << 30;
  for (std::uint64_t i = 0; i < entries_of_table; ++i) devices[i] = (first + i * large_page) | device_bits;
}

// Flat segments, Intel SDM vol. 3 3.4.5: code and data of ring 0, code and data of ring 3.
void write_segments(const GuestRam& ram, const GuestPlan& plan) {
  const auto table = ram.span<std::uint64_t>(gdt, 5 + 2 * plan.vcpus.size());
  const std::uint64_t flat[] = {0, 0x00af9b000000ffff, 0x00cf93000000ffff, 0x00affb000000ffff,
                                0x00cff3000000ffff};
  std::copy(std::begin(flat), std::end(flat), table.begin());
  for (std::size_t i = 0; i < plan.vcpus.size(); ++i) {
    const std::uint64_t base = plan.vcpus[i].task_state;
    table[5 + 2 * i] = task_limit | (base & 0xffffff) << 16 | 0x8bull << 40 | (base >> 24 & 0xff) << 56;
    table[6 + 2 * i] = base >> 32;
  }
}

enum class GateType : std::uint64_t { ring0_only = 0x8e, from_ring3 = 0xee };

// Interrupt gates into ring 0: Intel SDM vol. 3 6.14.1.
void write_gate(const GuestRam& ram, unsigned vector, std::uint64_t handler, GateType type) {
  const auto gate = ram.span<std::uint64_t>(idt + 16ull * vector, 2);
  gate[0] = (handler & 0xffff) | std::uint64_t{ring0_code} << 16 | static_cast<std::uint64_t>(type) << 40 |
            (handler >> 16 & 0xffff) << 48;
  gate[1] = handler >> 32;
}

std::uint64_t queue_handler(const ImageHeader& image, const StubChoice& stubs) {
  if (stubs.mends_halts) return stubs.notes_time ? image.mended_timed_interrupt : image.mended_interrupt;
  return stubs.notes_time ? image.timed_interrupt : image.interrupt;
}

void write_interrupt_table(const GuestRam& ram, const StubChoice& stubs, const ImageHeader& image) {
  for (unsigned v = 0; v < fault_vectors; ++v)
    write_gate(ram, v, image.faults + fault_stride * v, GateType::ring0_only);
  write_gate(ram, halt_vector, stubs.has_deadlines ? image.halt_until : image.halt, GateType::from_ring3);
  write_gate(ram, timer_vector, stubs.mends_halts ? image.mended_timer : image.timer, GateType::ring0_only);
  for (unsigned v = first_queue_vector; v <= last_queue_vector; ++v)
    write_gate(ram, v, queue_handler(image, stubs), GateType::ring0_only);
  write_gate(ram, spurious_vector, image.spurious, GateType::ring0_only);
}

// Ring 3 may use the ports whose bit is 0; the map ends in ones (Intel SDM vol. 1 19.5.2). IOPL 3, which is
// set too, would do on hardware; kvm_pvm goes by the map alone, and QEMU's emulation of a nested guest by
// IOPL alone.
void write_task_state(const GuestRam& ram, const VcpuPlan& vcpu) {
  std::memcpy(&ram.at<std::byte>(vcpu.task_state + 4), &vcpu.ring0_stack, sizeof vcpu.ring0_stack);
  ram.at<std::uint16_t>(vcpu.task_state + 0x66) = task_bytes;
  const auto bitmap = ram.span<std::uint8_t>(vcpu.task_state + task_bytes, ports_end / 8 + 1);
  std::fill(bitmap.begin(), bitmap.end(), std::uint8_t{0xff});
  std::fill(bitmap.begin() + kick_ports / 8, bitmap.end() - 1, std::uint8_t{0});
  for (unsigned port = exit_port; port < exit_port + 4u; ++port)
    bitmap[port / 8] = static_cast<std::uint8_t>(bitmap[port / 8] & ~(1u << port % 8));
}

kvm_segment flat_segment(std::uint16_t selector, std::uint8_t type, bool is_code) {
  kvm_segment s{};
  s.limit = 0xffffffff;
  s.selector = selector;
  s.type = type;
  s.present = 1;
  s.dpl = 3;
  s.s = 1;
  s.g = 1;
  s.l = is_code ? 1 : 0;
  s.db = is_code ? 0 : 1;
  return s;
}

}  // namespace

void write_tables(const GuestRam& ram, const GuestPlan& plan, const StubChoice& stubs,
                  const ImageHeader& image) {
  write_page_tables(ram, plan.memory_bytes);
  write_segments(ram, plan);
  write_interrupt_table(ram, stubs, image);
  for (const VcpuPlan& vcpu : plan.vcpus) write_task_state(ram, vcpu);
}

void write_boot_tables(const GuestRam& ram, const GuestPlan& plan, const StubChoice& stubs) {
  write_tables(ram, plan, stubs, guest_header());
  const auto image = guest_image();
  std::copy(image.begin(), image.end(), ram.span<std::byte>(protocol::image, image.size()).begin());
}

void set_system_registers(kvm_sregs& registers, const VcpuPlan& plan, std::uint32_t index) {
  registers.cr0 = 0x80050033;  // PG AM WP NE ET MP PE
  registers.cr3 = pml4;
  registers.cr4 = 0x620;   // PAE OSFXSR OSXMMEXCPT
  registers.efer = 0x500;  // LME LMA
  registers.gdt.base = gdt;
  registers.gdt.limit = static_cast<std::uint16_t>(task_selector(index) + 16 - 1);
  registers.idt.base = idt;
  registers.idt.limit = 256 * 16 - 1;
  registers.cs = flat_segment(ring3_code, 11, true);
  registers.ds = registers.es = registers.ss = registers.fs = registers.gs =
      flat_segment(ring3_data, 3, false);
  registers.gs.base = plan.control;
  registers.tr = kvm_segment{};
  registers.tr.base = plan.task_state;
  registers.tr.limit = task_limit;
  registers.tr.selector = task_selector(index);
  registers.tr.type = 11;  // 64-bit TSS, busy
  registers.tr.present = 1;
  registers.ldt = kvm_segment{};
  registers.ldt.unusable = 1;
  constexpr std::uint64_t enabled = 0x800;
  constexpr std::uint64_t bootstrap = 0x100;
  registers.apic_base = protocol::lapic | enabled | (index == 0 ? bootstrap : 0);
}

kvm_regs initial_registers(const VcpuPlan& plan) {
  kvm_regs registers{};
  registers.rip = guest_header().entry;
  registers.rsp = plan.ring3_stack;
  registers.rdi = plan.control;
  registers.rflags = 0x3202;  // IOPL 3, IF
  return registers;
}

void set_lapic(kvm_lapic_state& lapic) {
  const auto set = [&](std::size_t offset, std::uint32_t value) {
    std::memcpy(lapic.regs + offset, &value, sizeof value);
  };
  constexpr std::uint32_t software_enabled = 0x100;
  constexpr std::uint32_t deadline_mode = 2u << 17;
  set(0x80, 0);                                   // task priority
  set(0xf0, software_enabled | spurious_vector);  // spurious interrupt vector
  set(0x320, deadline_mode | timer_vector);       // LVT timer
}

}  // namespace kickpath::vmm

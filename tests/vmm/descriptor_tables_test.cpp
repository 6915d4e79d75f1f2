#include <catch2/catch.hpp>

#include "booted.hpp"
#include "protocol/address_map.hpp"
#include "vmm/guest_image.hpp"

using namespace kickpath;
using namespace kickpath::protocol;
using namespace kickpath::testing;

/// Segments and interrupt gates as the processor reads them: Intel SDM vol. 3, 3.4.5, 7.2.3 and 6.14.1.
namespace {

struct Segment {
  std::uint64_t base = 0;
  std::uint64_t limit = 0;
  unsigned type = 0, ring = 0;
  bool is_system = false, is_present = false, is_64_bit = false, is_32_bit = false;
};

/// `selector` with its requested ring; a system segment's base has 64 bits.
Segment segment_of(const Booted& booted, unsigned selector) {
  const auto words = booted.ram.span<std::uint64_t>(gdt + selector / 8 * 8, 2);
  const std::uint64_t word = words[0];
  Segment s;
  s.type = word >> 40 & 0xf;
  s.is_system = (word >> 44 & 1) == 0;
  s.ring = word >> 45 & 3;
  s.is_present = (word >> 47 & 1) != 0;
  s.is_64_bit = (word >> 53 & 1) != 0;
  s.is_32_bit = (word >> 54 & 1) != 0;
  s.base = (word >> 16 & 0xffffff) | (word >> 56) << 24 | (s.is_system ? words[1] << 32 : 0);
  s.limit = (word & 0xffff) | (word >> 48 & 0xf) << 16;
  if ((word >> 55 & 1) != 0) s.limit = s.limit << 12 | 0xfff;
  return s;
}

struct Gate {
  std::uint64_t handler = 0;
  unsigned selector = 0, type = 0, ring = 0, stack = 0;
  bool is_present = false;
};

Gate gate_of(const Booted& booted, unsigned vector) {
  const auto words = booted.ram.span<std::uint64_t>(idt + 16 * vector, 2);
  Gate g;
  g.handler = (words[0] & 0xffff) | (words[0] >> 48) << 16 | words[1] << 32;
  g.selector = words[0] >> 16 & 0xffff;
  g.stack = words[0] >> 32 & 7;
  g.type = words[0] >> 40 & 0xf;
  g.ring = words[0] >> 45 & 3;
  g.is_present = (words[0] >> 47 & 1) != 0;
  return g;
}

constexpr unsigned interrupt_gate = 14;  // clears the interrupt flag, other than a trap gate (15)
constexpr unsigned busy_task = 11;

bool is_queue_vector(unsigned vector) { return vector >= first_queue_vector && vector <= last_queue_vector; }

}  // namespace

TEST_CASE("The gates' code segment is flat 64-bit code of ring 0") {
  const Booted booted;
  const Segment code = segment_of(booted, gate_of(booted, halt_vector).selector);
  CHECK(code.is_present);
  CHECK_FALSE(code.is_system);
  CHECK((code.type & 8) != 0);  // code
  CHECK(code.ring == 0);
  CHECK(code.is_64_bit);
  CHECK_FALSE(code.is_32_bit);  // both at once are reserved
  CHECK(code.base == 0);
  CHECK(code.limit == 0xffffffff);
}

TEST_CASE("The registers' segments are those of the table: ring 3, flat") {
  const Booted booted;
  const kvm_sregs registers = booted.registers();
  const Segment code = segment_of(booted, registers.cs.selector);
  CHECK(code.ring == 3);
  CHECK((registers.cs.selector & 3) == 3);
  CHECK(code.type == registers.cs.type);
  CHECK(code.limit == registers.cs.limit);
  CHECK(code.is_64_bit);
  CHECK(registers.cs.l == 1);
  CHECK(registers.cs.db == 0);
  const Segment data = segment_of(booted, registers.ss.selector);
  CHECK(data.ring == 3);
  CHECK((registers.ss.selector & 3) == 3);
  CHECK(data.type == registers.ss.type);
  CHECK((data.type & 8) == 0);  // data
  CHECK((data.type & 2) != 0);  // writable
  CHECK(data.limit == registers.ss.limit);
  for (const kvm_segment& segment : {registers.cs, registers.ss, registers.ds, registers.es, registers.fs}) {
    CHECK(segment.base == 0);
    CHECK(segment.dpl == 3);
    CHECK(segment.present == 1);
    CHECK(segment.s == 1);
  }
}

TEST_CASE("Each vcpu has a busy 64-bit TSS of its own, with the whole I/O bitmap") {
  const Booted booted(vm_of(255, 1));
  for (std::uint32_t vcpu = 0; vcpu < 255; ++vcpu) {
    const kvm_sregs registers = booted.registers(vcpu);
    const Segment task = segment_of(booted, registers.tr.selector);
    CHECK(task.is_system);
    CHECK(task.is_present);
    CHECK(task.type == busy_task);
    CHECK(task.ring == 0);
    CHECK(task.base == booted.plan.vcpus[vcpu].task_state);
    CHECK(task.limit == 0x68 + 0x3000 / 8);  // its last byte is the one of ones behind the bitmap
    CHECK(registers.tr.base == task.base);
    CHECK(registers.tr.limit == task.limit);
    CHECK(registers.tr.type == busy_task);
    CHECK(registers.tr.present == 1);
    CHECK(registers.tr.s == 0);
    CHECK(registers.gdt.base == gdt);
    CHECK(registers.gdt.limit == registers.tr.selector + 15);  // 16 bytes of descriptor
  }
}

TEST_CASE("An interrupt from ring 3 arrives on the vcpu's ring-0 stack") {
  const Booted booted;
  for (const vmm::VcpuPlan& vcpu : booted.plan.vcpus) {
    const auto halves = booted.ram.span<std::uint32_t>(vcpu.task_state + 4, 2);  // RSP0
    CHECK((halves[0] | std::uint64_t{halves[1]} << 32) == vcpu.ring0_stack);
    CHECK(vcpu.ring0_stack % 16 == 0);
  }
}

TEST_CASE("Every gate that is there is an interrupt gate into ring 0, on the TSS's ordinary stack") {
  const Booted booted;
  for (unsigned vector = 0; vector < 256; ++vector) {
    INFO("vector " << vector);
    const bool is_used =
        vector < 32 || vector == timer_vector || is_queue_vector(vector) || vector == spurious_vector;
    const Gate gate = gate_of(booted, vector);
    CHECK(gate.is_present == is_used);
    if (!is_used) continue;
    CHECK(gate.type == interrupt_gate);
    CHECK(gate.stack == 0);
    CHECK(gate.selector == 0x08);
  }
  CHECK(booted.registers().idt.base == idt);
  CHECK(booted.registers().idt.limit == 256 * 16 - 1);
}

TEST_CASE("Ring 3 may call vector 3, and no other") {
  const Booted booted;
  for (unsigned vector = 0; vector < 256; ++vector)
    CHECK(gate_of(booted, vector).ring == (vector == 3 ? 3 : 0));
}

TEST_CASE("Exceptions, timer and spurious interrupt lead to their stubs") {
  const Booted booted;
  const ImageHeader& header = vmm::guest_header();
  for (unsigned vector = 0; vector < 32; ++vector)
    if (vector != 3) CHECK(gate_of(booted, vector).handler == header.faults + 16 * vector);
  CHECK(gate_of(booted, timer_vector).handler == header.timer);
  CHECK(gate_of(booted, spurious_vector).handler == header.spurious);
}

TEST_CASE("Halts arm the deadline timer where the program has deadlines") {
  CHECK(gate_of(Booted(vm_of(1, 1), {false, false}), 3).handler == vmm::guest_header().halt);
  CHECK(gate_of(Booted(vm_of(1, 1), {true, false}), 3).handler == vmm::guest_header().halt_until);
}

TEST_CASE("The queues' interrupts note the time where that is measured") {
  const Booted plain(vm_of(1, 1), {false, false});
  const Booted timed(vm_of(1, 1), {false, true});
  for (unsigned vector = first_queue_vector; vector <= last_queue_vector; ++vector) {
    CHECK(gate_of(plain, vector).handler == vmm::guest_header().interrupt);
    CHECK(gate_of(timed, vector).handler == vmm::guest_header().timed_interrupt);
  }
}

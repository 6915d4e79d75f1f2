#pragma once
#include <cstdint>

/// Where things lie in the guest's address space, which is mapped one to one but for one window. What is not
/// fixed here the VMM places and tells in the control blocks (control_block.hpp).
namespace kickpath::protocol {

constexpr std::uint64_t page = 4096;
constexpr std::uint64_t large_page = 2u << 20;

// Tables of the processor, below the payload.
constexpr std::uint64_t page_tables = 0x10000;  ///< PML4, PDPT, one directory for each GiB used
constexpr std::uint64_t gdt = 0x18000;          ///< 2 pages: code and data of both rings, a TSS for each vcpu
constexpr std::uint64_t idt = 0x1a000;

constexpr std::uint64_t image = 0x100000;  ///< the payload; guest.ld says the same
constexpr std::uint64_t image_room = 0x100000;
constexpr std::uint64_t allocations = image + image_room;  ///< from here on the VMM places things
constexpr std::uint64_t max_memory = 1u << 30;             ///< one page directory of large pages

// Kicks: a port or an MMIO word for each queue of the VM. There is no memory behind the MMIO words.
constexpr std::uint16_t kick_ports = 0x1000;
constexpr std::uint32_t max_kicks = 2048;
constexpr std::uint64_t kick_words = 0xd0000000;
constexpr std::uint32_t kick_stride = 4;

constexpr std::uint16_t exit_port = 0xf4;   ///< 4 bytes: the vcpu's program has ended
constexpr std::uint16_t fault_port = 0xf5;  ///< 1 byte, from ring 0: an exception that nobody expected
constexpr std::uint16_t ports_end = kick_ports + max_kicks * kick_stride;

// The window: the LAPIC once more, low enough for an instruction without a register (stubs.S).
constexpr std::uint64_t lapic = 0xfee00000;
constexpr std::uint64_t lapic_window = 0x40000000;
constexpr std::uint64_t lapic_eoi = 0xb0;  ///< Intel SDM 11.4.1, local APIC register map

// Vectors.
constexpr unsigned halt_vector = 3;  ///< int3: the only software interrupt that every KVM takes from ring 3
constexpr unsigned timer_vector = 0x30;
constexpr unsigned first_queue_vector = 0x40;
constexpr unsigned last_queue_vector = 0xfe;
constexpr unsigned spurious_vector = 0xff;
constexpr unsigned max_queues_of_vcpu = last_queue_vector - first_queue_vector + 1;

}  // namespace kickpath::protocol

#include "protocol/address_map.hpp"

#include <catch2/catch.hpp>

#include "protocol/control_block.hpp"
#include "protocol/image_header.hpp"

using namespace kickpath::protocol;

/// What is fixed of the guest's address space: it fits, and nothing lies upon anything else.
namespace {

constexpr std::uint64_t most_vcpus = 255;  // xAPIC

constexpr std::uint64_t page_tables_end = page_tables + 5 * page;  // PML4, PDPT, three directories
constexpr std::uint64_t gdt_end = gdt + 8 * (5 + 2 * most_vcpus);  // flat segments, and two words a TSS
constexpr std::uint64_t idt_end = idt + 16 * 256;

}  // namespace

TEST_CASE("The processor's tables lie below the payload, one after the other") {
  CHECK(page_tables % page == 0);
  CHECK(page_tables_end <= gdt);
  CHECK(gdt_end <= idt);
  CHECK(gdt_end - gdt <= 0x10000);  // a descriptor table's limit has 16 bits
  CHECK(idt_end <= image);
  CHECK(image + image_room <= allocations);
  CHECK(allocations < max_memory);
}

TEST_CASE("The window, the doors and the LAPIC lie above all memory, each in a large page of its own") {
  constexpr std::uint64_t words_end = kick_words + std::uint64_t{max_kicks} * kick_stride;
  CHECK(max_memory == 512 * large_page);  // one page directory
  CHECK(lapic_window >= max_memory);
  CHECK(lapic_window % large_page == 0);
  CHECK(lapic % large_page == 0);
  CHECK(lapic_window + large_page <= kick_words);
  CHECK(words_end <= lapic);
  CHECK(kick_words >> 30 == lapic >> 30);
  CHECK(words_end <= std::uint64_t{1} << 32);
}

TEST_CASE("The EOI register in the window is where stubs.S writes") {
  CHECK(lapic_window + lapic_eoi == 0x400000b0);
  CHECK(lapic_window + lapic_eoi < 0x80000000);  // a sign-extended displacement
}

TEST_CASE("The kick ports and the exit port share nothing and are all in the I/O bitmap") {
  constexpr std::uint64_t task_bytes = 0x68;  // before the bitmap, whose last byte is all ones
  CHECK(exit_port + 4 <= kick_ports);
  CHECK(fault_port < kick_ports);
  CHECK(ports_end == kick_ports + 4 * 2048);
  CHECK(kick_ports % 8 == 0);
  CHECK(ports_end % 8 == 0);
  CHECK(task_bytes + ports_end / 8 + 1 <= page);
}

TEST_CASE("Vectors are apart, and none but the halt's is an exception's") {
  CHECK(halt_vector == 3);  // int3
  CHECK(timer_vector >= fault_vectors);
  CHECK(timer_vector < first_queue_vector);
  CHECK(last_queue_vector < spurious_vector);
  CHECK(spurious_vector % 16 == 15);  // the low bits of a spurious vector may be wired to ones
  CHECK(max_queues_of_vcpu == 0xfe - 0x40 + 1);
}

TEST_CASE("A control block is a page, and nobody writes a line that another one writes") {
  CHECK(sizeof(VcpuControl) <= page);
  CHECK(alignof(VcpuControl) == 64);
  CHECK(offsetof(VcpuControl, should_stop) == 64);  // the VMM's
  CHECK(offsetof(VcpuControl, plan) == 128);        // nobody's, once the guest runs
  CHECK(offsetof(VcpuControl, progress) % 64 == 0);
  CHECK(offsetof(VcpuControl, progress) >= 128 + sizeof(Plan));
}

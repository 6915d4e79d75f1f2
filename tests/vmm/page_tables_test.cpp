#include <optional>

#include <catch2/catch.hpp>

#include "booted.hpp"
#include "protocol/address_map.hpp"

using namespace kickpath;
using namespace kickpath::protocol;
using namespace kickpath::testing;

/// The page tables, walked as the processor walks them: Intel SDM vol. 3, 4.5, 4-level paging.
namespace {

constexpr std::uint64_t present = 1, writable = 2, user = 4, write_through = 8, uncached = 16, large = 0x80;
constexpr std::uint64_t address_bits = 0x000ffffffffff000;

struct Mapping {
  std::uint64_t physical = 0;
  bool is_user_writable = false;  ///< at every level
  bool is_uncached = false;
};

std::optional<Mapping> walk(const Booted& booted, std::uint64_t address) {
  std::uint64_t table = booted.registers().cr3 & address_bits;
  bool is_user_writable = true;
  for (const unsigned shift : {39u, 30u, 21u, 12u}) {
    const std::uint64_t entry = booted.ram.at<std::uint64_t>(table + 8 * (address >> shift & 511));
    if ((entry & present) == 0) return std::nullopt;
    is_user_writable &= (entry & writable) != 0 && (entry & user) != 0;
    if (shift == 12 || (shift == 21 && (entry & large) != 0)) {
      const std::uint64_t within = (std::uint64_t{1} << shift) - 1;
      const bool is_uncached = (entry & write_through) != 0 && (entry & uncached) != 0;
      return Mapping{(entry & address_bits & ~within) | (address & within), is_user_writable, is_uncached};
    }
    REQUIRE((entry & large) == 0);  // no page of 1 GiB here
    table = entry & address_bits;
  }
  return std::nullopt;
}

bool is_mapped_to(const Booted& booted, std::uint64_t address, std::uint64_t physical, bool is_device) {
  const auto mapping = walk(booted, address);
  return mapping && mapping->physical == physical && mapping->is_user_writable &&
         mapping->is_uncached == is_device;
}

}  // namespace

TEST_CASE("All memory is mapped one to one for ring 3, and not a byte more") {
  const Booted booted;
  const std::uint64_t end = booted.plan.memory_bytes;
  for (std::uint64_t at = 0; at < end; at += large_page) {
    CHECK(is_mapped_to(booted, at, at, false));
    CHECK(is_mapped_to(booted, at + large_page - 1, at + large_page - 1, false));
  }
  CHECK_FALSE(walk(booted, end));
  CHECK_FALSE(walk(booted, max_memory - 1));
}

TEST_CASE("The window shows the LAPIC, in one large page") {
  const Booted booted;
  CHECK(is_mapped_to(booted, lapic_window, lapic, true));
  CHECK(is_mapped_to(booted, lapic_window + lapic_eoi, lapic + lapic_eoi, true));
  CHECK(is_mapped_to(booted, lapic_window + page - 1, lapic + page - 1, true));
  CHECK_FALSE(walk(booted, lapic_window - 1));
  CHECK_FALSE(walk(booted, lapic_window + large_page));
}

TEST_CASE("The kick words are mapped one to one, as devices, with the GiB that they are in") {
  const Booted booted;
  constexpr std::uint64_t gib = 1u << 30;
  constexpr std::uint64_t last = kick_words + std::uint64_t{max_kicks - 1} * kick_stride;
  for (const std::uint64_t at : {kick_words, last, 3 * gib, 4 * gib - 1})
    CHECK(is_mapped_to(booted, at, at, true));
  CHECK_FALSE(walk(booted, 3 * gib - 1));
  CHECK_FALSE(walk(booted, 4 * gib));
}

TEST_CASE("Of all GiBs the processor can address only these three are there") {
  const Booted booted;
  for (std::uint64_t i = 0; i < 512; ++i) {
    CHECK(walk(booted, i << 30).has_value() == (i == 0 || i == lapic_window >> 30 || i == kick_words >> 30));
    if (i != 0) CHECK_FALSE(walk(booted, i << 39));
  }
}

TEST_CASE("A guest of all the memory that can be mapped is mapped to its end") {
  vm::VmSpec spec = vm_of(1, 1);
  const std::uint64_t data = vmm::plan_guest(spec).queues[0].requests.data.value;
  spec.workload.request_bytes = static_cast<std::uint32_t>(max_memory - data);
  vmm::GuestPlan plan = vmm::plan_guest(spec);
  REQUIRE(plan.memory_bytes == max_memory);
  // The tables are all below the first large page: no need for a GiB to look at them.
  const vmm::GuestRam ram(plan.vcpus[0].task_state + large_page);
  vmm::write_boot_tables(ram, plan, {});
  const auto directory = ram.span<std::uint64_t>(page_tables + 2 * page, 512);
  for (std::uint64_t i = 0; i < 512; ++i)
    CHECK(directory[i] == (i << 21 | large | user | writable | present));
}

#include <vector>

#include <catch2/catch.hpp>

#include "in_process.hpp"
#include "integrity/disk_image.hpp"

using namespace kickpath;
using namespace kickpath::integrity;
using namespace kickpath::integrity::testing;
using virtqueue::DirectMemory;
using virtqueue::Suppression;

namespace {

constexpr std::uint32_t sectors = 256;
constexpr std::uint32_t in_flight = 16;

struct Split {
  using Driver = virtqueue::SplitDriver<DirectMemory>;
  using Device = virtqueue::SplitDevice<DirectMemory>;
  static auto layout() { return virtqueue::lay_out(memory_start, ring_size); }
  static Device device(const DirectMemory& m, std::vector<std::uint16_t>&, Suppression s) {
    return {m, layout(), s};
  }
};
struct Packed {
  using Driver = virtqueue::PackedDriver<DirectMemory>;
  using Device = virtqueue::PackedDevice<DirectMemory>;
  static auto layout() { return virtqueue::lay_out_packed(memory_start, ring_size); }
  static Device device(const DirectMemory& m, std::vector<std::uint16_t>& lengths, Suppression s) {
    return {m, layout(), lengths, s};
  }
};

struct Run {
  Findings found;
  bool is_disk_equal = false;
};

template <class Layout>
Run check(const Plan& plan, Suppression suppression, const Fault& fault = {}) {
  Memory memory(0x10000 + in_flight * Request::bytes);
  std::vector<virtqueue::DriverSlot> slots(ring_size);
  std::vector<std::uint16_t> lengths(ring_size);
  typename Layout::Driver driver(memory.handle(), Layout::layout(), slots, suppression);
  auto device = Layout::device(memory.handle(), lengths, suppression);
  std::vector<std::byte> disk(sectors * sector_bytes);
  fill_image(disk);
  Machine machine(memory, device, disk, fault);
  std::vector<std::uint32_t> generations(sectors), free(in_flight);
  Ledger ledger(generations);
  std::vector<Request> places(in_flight);
  for (std::uint32_t i = 0; i < in_flight; ++i) places[i].at = memory_start + 0x8000 + i * Request::bytes;
  DiskCheck check(machine, QueueId{0}, memory.handle(), driver, ledger, places, free, plan);
  check.run();
  const ImageState state = examine_image(disk);
  return {check.findings(), state.bad_sectors == 0 && check.findings().digest == state.digest};
}

const Plan plan{.seed = 7, .requests = 2000, .in_flight = in_flight};

/// A split ring with flags in front of a faulty device.
Run faulty(const Fault& fault) { return check<Split>(plan, Suppression::flags, fault); }

/// Once, in the middle.
auto once(std::uint64_t number) {
  return [number, seen = std::uint64_t{0}]() mutable { return seen++ == number; };
}

}  // namespace

TEST_CASE("A sector tells by itself whether it is whole and where it belongs") {
  Memory memory(4096);
  write_sector(memory.handle(), memory_start, name_of(5, 3));
  CHECK(first_wrong_word(memory.handle(), memory_start, name_of(5, 3)) == sector_words);
  CHECK(first_wrong_word(memory.handle(), memory_start, name_of(5, 2)) == 0);
  CHECK(first_wrong_word(memory.handle(), memory_start, name_of(6, 3)) == 0);
  *memory.at(memory_start + 511) ^= std::byte{1};  // in its last word, number 63
  CHECK(first_wrong_word(memory.handle(), memory_start, name_of(5, 3)) == 63);
  CHECK(sector_of(name_of(5, 3)) == 5);
  CHECK(generation_of(name_of(5, 3)) == 3);
}

TEST_CASE("Requests are cut anywhere, and nothing of them is lost") {
  Draws draws(1);
  bool was_header_cut = false;
  for (int i = 0; i < 1000; ++i) {
    const Request r{program::BlkType::out, 0, 1 + draws.below(most_sectors), memory_start};
    const Cutting cutting(r, draws);
    std::uint64_t readable = 0;
    for (const auto& b : cutting.buffers()) {
      REQUIRE(b.length != 0);
      readable += b.is_writable ? 0 : b.length;
    }
    CHECK(readable == 16 + 512 * std::uint64_t{r.count});
    CHECK(cutting.buffers().back().is_writable);
    was_header_cut |= cutting.buffers()[0].length < 16;
  }
  CHECK(was_header_cut);
}

TEMPLATE_TEST_CASE("Random requests against our own device: no error, and the disk is as the driver expects",
                   "", Split, Packed) {
  for (const Suppression suppression : {Suppression::flags, Suppression::event_idx, Suppression::none})
    for (const bool is_indirect : {false, true})
      for (const bool delays : {false, true}) {
        CAPTURE(static_cast<int>(suppression), is_indirect, delays);
        Plan varied = plan;
        varied.is_indirect = is_indirect;
        varied.delays = delays;
        const Run run = check<TestType>(varied, suppression);
        CHECK(run.found.errors() == 0);
        CHECK(run.is_disk_equal);
        // 2000 random ones; and 256 sectors in requests of 8.
        CHECK(run.found.reads + run.found.writes + run.found.flushes == 2000 + 32);
        CHECK(run.found.writes > 800);
        CHECK(run.found.kicks <= 2000 + 32);
        // 16 requests of up to 7 buffers do not fit into 32 descriptors.
        if (!is_indirect) CHECK(run.found.ring_full > 0);
      }
}

TEST_CASE("A write that never happened is seen") {
  auto is_it = once(100);
  const Run run =
      faulty({.does_serve = [&](const Seen& r) { return r.type != program::BlkType::out || !is_it(); }});
  CHECK(run.found.bad_sectors > 0);
  // It finds the sector as it was before: whole, but a generation behind, or several if it was written since.
  CHECK(generation_of(run.found.first_wrong.found) < generation_of(run.found.first_wrong.expected));
  CHECK(sector_of(run.found.first_wrong.found) == sector_of(run.found.first_wrong.expected));
}

TEST_CASE("A read that never happened is seen") {
  auto is_it = once(100);
  const Run run =
      faulty({.does_serve = [&](const Seen& r) { return r.type != program::BlkType::in || !is_it(); }});
  CHECK(run.found.bad_sectors > 0);
  CHECK(run.found.first_wrong.found == nothing_read);
}

TEST_CASE("A request that is done a sector too far is seen") {
  auto is_it = once(100);
  const Run run = faulty({.before = [&](Seen& r) {
    if (r.sector != 0 && is_it()) --r.sector;
  }});
  CHECK(run.found.bad_sectors > 0);
}

TEST_CASE("A transfer that stops one byte early is seen") {
  CHECK(faulty({.bytes_not_done = 1}).found.bad_sectors > 0);
}

TEST_CASE("Status, used length and bytes beside the data are looked at") {
  CHECK(faulty({.status = 1}).found.bad_status == 2032);
  CHECK(faulty({.extra_length = 1}).found.bad_length == 2032);
  CHECK(faulty({.overruns = true}).found.overruns > 0);
}

TEST_CASE("An interrupt that is not sent leaves the driver waiting") {
  CHECK_THROWS_AS(faulty({.forgets_interrupt = true}), NothingWillCome);
}

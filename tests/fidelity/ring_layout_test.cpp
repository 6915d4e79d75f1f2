#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/observed_run.hpp"
#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// Which cache lines a request moves in a split and in a packed ring; one request at a time, another core.
namespace {

vm::MachineSpec with(device::Layout layout, virtqueue::Suppression suppression) {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].devices[0].queue.layout = layout;
  machine.vms[0].devices[0].queue.suppression = suppression;
  return machine;
}

struct Steady {
  Duration latency;
  double lines;  ///< per request
};

Steady steady(device::Layout layout, virtqueue::Suppression suppression) {
  const vm::MachineSpec machine = with(layout, suppression);
  const ObservedRun run = run_machine(machine, ps::profile(), 5_ms);
  const Duration latency = run.steady_latency();
  const ObservedRun longer = run_machine(machine, ps::profile(), 5_ms + 10 * latency);
  CHECK(longer.latencies.size() - run.latencies.size() == 10);
  return {latency, static_cast<double>(longer.lines - run.lines) / 10};
}

/// Of a whole turn of a ring of 256, in the steady state: how long it takes, and the lines that it moves.
struct Turn {
  Duration time;
  std::uint64_t lines;
};

Turn turn(device::Layout layout) {
  constexpr std::size_t from = 300, to = from + 256;
  vm::MachineSpec machine = with(layout, virtqueue::Suppression::none);
  machine.vms[0].devices[0].queue.size = 256;
  const ObservedRun whole = run_machine(machine, ps::profile(), 50_ms);
  REQUIRE(whole.completions.size() > to);
  const auto lines_until = [&](std::size_t n) {
    return run_machine(machine, ps::profile(), whole.completions[n].time_since_epoch()).lines;
  };
  return {whole.completions[to] - whole.completions[from], lines_until(to) - lines_until(from)};
}

}  // namespace

// A line that driver and device touch in turn moves twice a request: to the device and back.
TEST_CASE("Without suppression a request moves three lines each way in a split ring, one in a packed one") {
  const Steady split = steady(device::Layout::split, virtqueue::Suppression::none);
  const Steady packed = steady(device::Layout::packed, virtqueue::Suppression::none);
  CHECK(split.lines == 2 * 3);   // descriptors, available ring, used ring
  CHECK(packed.lines == 2 * 1);  // the ring; nobody ever writes the event structures
  CHECK(split.latency - packed.latency == 4 * ps::line);
}

TEST_CASE("With flags a packed request moves its ring and both event structures: as many lines as a small split one") {
  const Steady split = steady(device::Layout::split, virtqueue::Suppression::flags);
  const Steady packed = steady(device::Layout::packed, virtqueue::Suppression::flags);
  CHECK(split.lines == 2 * 3);   // the flags lie in the lines of the indices
  CHECK(packed.lines == 2 * 3);  // ring, driver event, device event
}

TEST_CASE("In a ring of 256 a split ring moves ten lines a request, a packed one two and a half") {
  const Turn split = turn(device::Layout::split);
  const Turn packed = turn(device::Layout::packed);
  // One descriptor over and over; the available ring's index, and each entry but the 30 that lie with it (4
  // bytes of flags and index, 2 an entry); the used ring's index; its entries (8 bytes from byte 4 on): the
  // first 7 lie with the index, and each eighth of them lies in two lines.
  const std::uint64_t avail_entries = 256 - 30;
  const std::uint64_t used_entries = (256 - 7) + (256 - 8) / 8;
  CHECK(split.lines == 2 * (256 + 256 + avail_entries + 256 + used_entries));
  // Both sides look at the next descriptor before they sleep; each fourth lies in the next line.
  CHECK(packed.lines == 2 * (256 + 256 / 4));
  CHECK(split.time - packed.time == static_cast<std::int64_t>(split.lines - packed.lines) * ps::line);
}

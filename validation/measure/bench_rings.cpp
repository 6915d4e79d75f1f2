#include <array>
#include <cstddef>
#include <memory>
#include <stdexcept>

#include "measure/host_benches.hpp"
#include "virtqueue/split_device.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/split_driver.hpp"

namespace kickpath::measure {

using namespace virtqueue;

namespace {

constexpr std::uint16_t queue_size = 16;
constexpr unsigned per_ring = 8;  ///< requests in flight
constexpr unsigned ring_count = 32;

/// Both ends of a queue, whose lines one core owns.
struct Ring {
  Ring()
      : driver(memory, lay_out(GuestAddress{0}, queue_size), slots, Suppression::flags),
        device(memory, lay_out(GuestAddress{0}, queue_size), Suppression::flags) {}
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;

  alignas(cache_line) std::array<std::byte, area_bytes(queue_size) + cache_line> area{};
  std::array<DriverSlot, queue_size> slots{};
  std::array<std::uint16_t, per_ring> heads{};
  DirectMemory memory{area.data(), GuestAddress{0}, area.size()};
  SplitDriver<DirectMemory> driver;
  SplitDevice<DirectMemory> device;
};

/// Some 14 KiB in all, which the first-level cache holds. A ring of its own for each test of a round: a
/// second test of the same ring, with nothing new in it, answers without looking.
using Rings = std::array<Ring, ring_count>;

template <class Operation>
double time_phase(const Bench& bench, Rings& rings, unsigned per_operation, Operation operation) {
  const Ticks begin = rdtscp();
  for (Ring& ring : rings) operation(ring);
  return bench.to_ns(rdtscp() - begin) / (ring_count * per_operation);
}

void post(Ring& ring) {
  constexpr Buffer buffer{GuestAddress{area_bytes(queue_size)}, cache_line, false};
  for (std::uint32_t token = 0; token < per_ring; ++token) ring.driver.add({&buffer, 1}, token);
}

void pop(Ring& ring) {
  for (std::uint16_t& head : ring.heads) head = ring.device.pop()->head();
}

void push(Ring& ring) {
  for (const std::uint16_t head : ring.heads) ring.device.push(head, 0);
}

void reap(Ring& ring) {
  for (unsigned i = 0; i < per_ring; ++i) {
    const std::uint32_t token = ring.driver.reap()->token;
    __asm__ volatile("" ::"r"(token));
  }
}

void round(const Bench& bench, Rings& rings, std::vector<Samples>& samples) {
  bool are_wanted = true;
  const std::array values{
      time_phase(bench, rings, per_ring, post),
      time_phase(bench, rings, 1, [&](Ring& ring) { are_wanted &= ring.driver.needs_kick(); }),
      time_phase(bench, rings, per_ring, pop),
      time_phase(bench, rings, per_ring, push),
      time_phase(bench, rings, 1, [&](Ring& ring) { are_wanted &= ring.device.needs_interrupt(); }),
      time_phase(bench, rings, per_ring, reap)};
  if (!are_wanted) throw std::logic_error("a ring did not ask to be notified");
  for (std::size_t i = 0; i < values.size(); ++i) samples[i].values.push_back(values[i]);
}

}  // namespace

std::vector<Samples> time_rings(Bench& bench) {
  constexpr unsigned requests = ring_count * per_ring;
  std::vector<Samples> samples;
  for (const unsigned batch : {requests, ring_count, requests, requests, ring_count, requests})
    samples.push_back({{}, batch, {}});
  const auto rings = std::make_unique<Rings>();
  round(bench, *rings, samples);  // warms up
  for (Samples& warm_up : samples) warm_up.values.clear();
  while (bench.goes_on(samples.front().values.size())) round(bench, *rings, samples);
  return samples;
}

}  // namespace kickpath::measure

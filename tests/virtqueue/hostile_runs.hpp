#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

#include "answering_memory.hpp"
#include "virtqueue/packed_device.hpp"
#include "virtqueue/packed_driver.hpp"
#include "virtqueue/split_device.hpp"
#include "virtqueue/split_driver.hpp"

/// A queue against a script, as the fuzz tests and the libFuzzer entry run it. Anything the queue must not do
/// throws.
namespace kickpath::virtqueue::testing {

constexpr std::uint16_t hostile_queue_size = 8;
constexpr GuestAddress hostile_start{0x40};
constexpr std::uint64_t hostile_bytes = 1024;

inline void expect(bool is_true, const char* what) {
  if (!is_true) throw std::logic_error(what);
}

struct DeviceRun {
  DeviceError error = DeviceError::none;
  unsigned popped = 0;
};

inline Suppression suppression_of(std::span<const std::uint8_t> script) {
  return script.empty() ? Suppression::flags : static_cast<Suppression>(script[0] % 3);
}

inline void check_chain(const Chain& chain, const AnsweringMemory& memory) {
  bool was_writable = false;
  std::uint64_t bytes = 0;
  expect(chain.head() < hostile_queue_size, "head is no descriptor");
  expect(!chain.buffers().empty(), "chain without buffer");
  for (const Buffer& b : chain.buffers()) {
    expect(b.length > 0 && memory.contains(b.address, b.length), "buffer outside memory");
    expect(b.is_writable || !was_writable, "readable after writable");
    was_writable = b.is_writable;
    bytes += b.length;
  }
  expect(bytes == chain.bytes(), "bytes do not add up");
}

/// Both sides of a queue of either layout, over a memory that answers.
struct HostileSplit {
  using Driver = SplitDriver<AnsweringMemory>;

  explicit HostileSplit(const AnsweringMemory& answering) : memory(answering) {}
  SplitDevice<AnsweringMemory> device(Suppression s) { return {memory, layout, s}; }
  Driver driver(Suppression s) { return {memory, layout, slots, s}; }

  AnsweringMemory memory;
  QueueLayout layout = lay_out(hostile_start, hostile_queue_size);
  std::vector<DriverSlot> slots = std::vector<DriverSlot>(hostile_queue_size);
};
struct HostilePacked {
  using Driver = PackedDriver<AnsweringMemory>;

  explicit HostilePacked(const AnsweringMemory& answering) : memory(answering) {}
  PackedDevice<AnsweringMemory> device(Suppression s) { return {memory, layout, lengths, s}; }
  Driver driver(Suppression s) { return {memory, layout, slots, s}; }

  AnsweringMemory memory;
  PackedLayout layout = lay_out_packed(hostile_start, hostile_queue_size);
  std::vector<DriverSlot> slots = std::vector<DriverSlot>(hostile_queue_size);
  std::vector<std::uint16_t> lengths = std::vector<std::uint16_t>(hostile_queue_size);
};

/// A device drains, pushes and re-enables until the script is over.
template <class Queue>
DeviceRun run_device(std::span<const std::uint8_t> bytes) {
  Script script{bytes, hostile_start, hostile_bytes, 0};
  const AnsweringMemory memory(script);
  Queue queue(memory);
  auto device = queue.device(suppression_of(bytes));
  DeviceRun run;
  const std::uint64_t most_loads_per_pop = 2 + 2 * (hostile_queue_size + 1);
  while (!script.bytes.empty() && !device.is_broken()) {
    device.disable_notifications();
    for (std::uint64_t before = script.loads;; before = script.loads) {
      const auto chain = device.pop();
      expect(script.loads - before <= most_loads_per_pop, "a pop takes too long");
      expect(device.in_flight() <= hostile_queue_size, "more in flight than descriptors");
      if (!chain) break;
      ++run.popped;
      check_chain(*chain, memory);
      if (chain->head() % 2 == 0) device.push(chain->head(), 0);  // the others stay in flight
    }
    device.enable_notifications();
    device.needs_interrupt();
  }
  run.error = device.error();
  return run;
}

struct DriverRun {
  DriverError error = DriverError::none;
  unsigned reaped = 0;
};

/// A driver adds and reaps until the script is over. Each token comes back once at most.
template <class Queue>
DriverRun run_driver(std::span<const std::uint8_t> bytes) {
  Script script{bytes, hostile_start, hostile_bytes, 0};
  Queue queue{AnsweringMemory(script)};
  auto driver = queue.driver(suppression_of(bytes));
  const std::array<Buffer, 3> request{Buffer{hostile_start, 8, false}, Buffer{hostile_start, 8, true},
                                      Buffer{hostile_start, 8, true}};
  std::vector<bool> is_out;
  std::vector<std::size_t> length;
  DriverRun run;
  while (!script.bytes.empty() && !driver.is_broken()) {
    for (std::size_t n = 1 + is_out.size() % 3;; n = 1 + is_out.size() % 3) {
      if (driver.add({request.data(), n}, static_cast<std::uint32_t>(is_out.size())) != AddResult::added)
        break;
      is_out.push_back(true);
      length.push_back(n);
    }
    driver.needs_kick();
    while (const auto used = driver.reap()) {
      expect(is_out.at(used->token), "a request came back twice");
      is_out[used->token] = false;
      ++run.reaped;
    }
    std::size_t held = 0;
    for (std::size_t i = 0; i < is_out.size(); ++i) held += is_out[i] ? length[i] : 0;
    expect(held + driver.free_descriptors() == hostile_queue_size, "descriptors were lost");
    driver.enable_interrupts();
  }
  run.error = driver.error();
  return run;
}

}  // namespace kickpath::virtqueue::testing

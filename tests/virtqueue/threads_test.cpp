#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "virtqueue/split_device.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/split_driver.hpp"

using namespace kickpath::virtqueue;

namespace {

constexpr std::uint16_t size = 16;

/// What a doorbell or an interrupt line is: rung by one side, awaited by the other one, which looks at
/// nothing else.
class Bell {
 public:
  void ring() { is_rung_.store(true, std::memory_order_release); }

  /// False: nobody rang for ten seconds, which a lost notification looks like.
  bool wait() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    for (unsigned spins = 1; !is_rung_.exchange(false, std::memory_order_acq_rel); ++spins) {
      if (spins % 64 == 0) std::this_thread::yield();
      if (spins % 4096 == 0 && std::chrono::steady_clock::now() > deadline) return false;
    }
    return true;
  }

 private:
  std::atomic<bool> is_rung_ = false;
};

struct Shared {
  alignas(64) std::array<std::byte, 4096> bytes{};
  DirectMemory memory{bytes.data(), {0x1000}, bytes.size()};
  QueueLayout layout = lay_out(GuestAddress{0x1000}, size);
  alignas(64) Bell kick;
  alignas(64) Bell interrupt;
  std::atomic<bool> is_over = false;

  GuestAddress place(std::uint32_t slot) const { return GuestAddress{0x1000} + 2048 + 16 * slot; }
};

void serve(Shared& shared, Suppression suppression) {
  SplitDevice device(shared.memory, shared.layout, suppression);
  const auto drain = [&] {
    device.disable_notifications();
    while (const auto chain = device.pop()) {
      const auto question = shared.memory.load<std::uint64_t>(chain->buffers()[0].address);
      shared.memory.store<std::uint64_t>(chain->buffers()[1].address, ~question);
      device.push(chain->head(), 8);
    }
  };
  while (!shared.is_over && !device.is_broken()) {
    do drain();
    while (device.enable_notifications());
    if (device.needs_interrupt()) shared.interrupt.ring();
    if (!shared.kick.wait()) return;
  }
}

struct Outcome {
  std::uint32_t done = 0;
  std::uint32_t wrong = 0;
  bool was_lost = false;
};

/// The driver keeps `depth` requests in flight; request slots are its tokens.
Outcome drive(Shared& shared, SplitDriver<DirectMemory>& driver, std::uint32_t depth,
              std::uint32_t requests) {
  Outcome outcome;
  std::vector<std::uint64_t> question(depth);
  std::vector<std::uint32_t> free_slots;
  for (std::uint32_t slot = 0; slot < depth; ++slot) free_slots.push_back(slot);
  std::uint64_t asked = 0;
  while (outcome.done < requests && !driver.is_broken()) {
    for (; !free_slots.empty() && asked < requests; free_slots.pop_back()) {
      const std::uint32_t slot = free_slots.back();
      question[slot] = ++asked;
      shared.memory.store<std::uint64_t>(shared.place(slot), asked);
      driver.add(std::array{Buffer{shared.place(slot), 8, false}, Buffer{shared.place(slot) + 8, 8, true}},
                 slot);
    }
    if (driver.needs_kick()) shared.kick.ring();
    if (!driver.has_used() && !driver.enable_interrupts() && !shared.interrupt.wait()) {
      outcome.was_lost = true;
      return outcome;
    }
    driver.disable_interrupts();
    while (const auto used = driver.reap()) {
      if (shared.memory.load<std::uint64_t>(shared.place(used->token) + 8) != ~question[used->token])
        ++outcome.wrong;
      free_slots.push_back(used->token);
      ++outcome.done;
    }
  }
  return outcome;
}

}  // namespace

TEST_CASE("Two threads lose no request, no byte and no notification") {
  const Suppression suppression = GENERATE(Suppression::flags, Suppression::event_idx, Suppression::none);
  const std::uint32_t depth = GENERATE(1u, 8u);
  // At depth 1 each request costs two context switches where a core is shared with others.
  const std::uint32_t requests = depth == 1 ? 20'000 : 100'000;
  INFO("suppression " << static_cast<int>(suppression) << ", depth " << depth);
  Shared shared;
  std::vector<DriverSlot> slots(size);
  SplitDriver<DirectMemory> driver(shared.memory, shared.layout, slots, suppression);
  std::thread device([&] { serve(shared, suppression); });
  const Outcome outcome = drive(shared, driver, depth, requests);
  shared.is_over = true;
  shared.kick.ring();
  device.join();
  CHECK_FALSE(outcome.was_lost);
  CHECK(outcome.done == requests);
  CHECK(outcome.wrong == 0);
  CHECK(driver.error() == DriverError::none);
}

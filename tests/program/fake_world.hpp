#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "program/closed_loop.hpp"
#include "program/device_loop.hpp"
#include "program/open_loop.hpp"
#include "time/distribution.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/layout.hpp"
#include "virtqueue/split_device.hpp"
#include "virtqueue/split_driver.hpp"

/// A world in plain C++, without an engine: time is a number, and the peer is called when a side waits or
/// notifies.
namespace kickpath::testing {

using virtqueue::DirectMemory;

constexpr std::uint16_t ring_size = 16;

/// A ring in memory of its own.
struct Ring {
  alignas(64) std::byte bytes[8192] = {};
  DirectMemory memory{bytes, {0}, sizeof bytes};
  virtqueue::QueueLayout layout = virtqueue::lay_out({0}, ring_size);
  virtqueue::DriverSlot slots[ring_size];
  virtqueue::SplitDriver<DirectMemory> driver{memory, layout, slots, virtqueue::Suppression::flags};
  virtqueue::SplitDevice<DirectMemory> device{memory, layout, virtqueue::Suppression::flags};
  program::RequestLayout requests() const {
    program::RequestLayout r;
    r.slots = {4096};
    r.data = {7000};
    return r;
  }
};

/// Costs nothing and notes everything. The device answers when the guest waits.
struct FakeGuestWorld {
  using Law = Distribution;

  struct Completion {
    Duration latency;
    Instant at;
  };

  Instant now() const { return time; }
  bool is_stopping() const { return completions.size() >= stop_after || waits >= max_waits; }
  void about_to(program::RingOperation operation, QueueId) {
    if (operation == program::RingOperation::post) ++posts_since_kick_test;
    if (operation == program::RingOperation::kick_test) {
      batches.push_back(posts_since_kick_test);
      posts_since_kick_test = 0;
    }
  }
  void compute(const Distribution& law) { time += law.a; }
  Duration draw(const Distribution& law) { return law.a; }
  void kick(QueueId) { ++kicks; }
  void clear_interrupts() {}
  void wait_for_interrupt() { wait(never); }
  void wait_for_interrupt_until(Instant date) { wait(date); }
  void wait_for_used() { wait(never); }
  void wait_for_used_until(Instant date) { wait(date); }
  void completed(QueueId, Duration latency, std::uint32_t) { completions.push_back({latency, time}); }
  void dropped(QueueId) { ++drops; }
  void ring_is_broken(QueueId) { is_broken = true; }

  void wait(Instant date) {
    ++waits;
    on_wait(date);
  }

  Instant time{};
  std::size_t stop_after = 100, max_waits = 10'000, waits = 0;
  std::uint32_t posts_since_kick_test = 0;
  std::vector<std::uint32_t> batches;  ///< posts before each kick test
  std::vector<Completion> completions;
  int kicks = 0, drops = 0;
  bool is_broken = false;
  std::function<void(Instant)> on_wait = [](Instant) {};
};

struct FakeDeviceWorld {
  Instant now() const { return {}; }
  bool is_stopping() const { return false; }
  void about_to(program::RingOperation operation, QueueId) {
    interrupt_tests += operation == program::RingOperation::interrupt_test;
  }
  program::Served serve(QueueId, const virtqueue::Chain& chain) {
    ++served;
    if (!is_inline) taken.push_back(chain.head());
    on_serve();
    return {is_inline, 0};
  }
  void interrupt(QueueId) { ++interrupts; }
  void ring_is_broken(QueueId) { is_broken = true; }

  /// Of the requests that were taken and are not done.
  std::uint16_t last_head() {
    const std::uint16_t head = taken.back();
    taken.pop_back();
    return head;
  }

  std::vector<std::uint16_t> taken;
  int served = 0, interrupts = 0, interrupt_tests = 0;
  bool is_inline = true, is_broken = false;
  std::function<void()> on_serve = [] {};
};

static_assert(program::GuestWorld<FakeGuestWorld>);
static_assert(program::DeviceWorld<FakeDeviceWorld, virtqueue::Chain>);

}  // namespace kickpath::testing

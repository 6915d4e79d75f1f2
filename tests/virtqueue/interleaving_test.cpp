#include <array>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "packed_ring.hpp"

using namespace kickpath::virtqueue;
using namespace kickpath::virtqueue::testing;

namespace {

constexpr std::uint16_t size = 8;
constexpr std::uint32_t requests = 400;

std::uint64_t answer_to(std::uint64_t question) { return question * 0x9e3779b97f4a7c15ull + 1; }

/// Two sides that sleep unless they are told to wake, each doing one step when it is its turn. Request
/// `token` holds a question that the device answers.
template <class R>
class Interleaving {
 public:
  Interleaving(Suppression suppression, std::uint64_t seed) : ring_(size, suppression), random_(seed) {}

  /// Until both sleep. Nothing is told then, so what is undone stays undone.
  void run() {
    while (is_driver_awake_ || is_device_awake_) {
      const bool is_drivers_turn = !is_device_awake_ || (is_driver_awake_ && random_() % 2 == 0);
      is_drivers_turn ? driver_step() : device_step();
    }
  }

  void check() {
    CHECK(added_ == requests);
    CHECK(times_back_ == std::vector<int>(requests, 1));
    CHECK(wrong_answers_ == 0);
    CHECK_FALSE(ring_.device.has_pending());
    CHECK_FALSE(ring_.driver.has_used());
    CHECK_FALSE((ring_.device.is_broken() || ring_.driver.is_broken()));
    CHECK(ring_.driver.free_descriptors() == size);
  }

  unsigned kicks = 0;
  unsigned interrupts = 0;

 private:
  // Each token has places of its own, so an answer that comes to the wrong request shows.
  GuestAddress place(std::uint32_t token, unsigned part) { return ring_.data(64 * (token % 512) + 8 * part); }
  GuestAddress table(std::uint32_t token) { return ring_.data(32768 + 64 * (token % 512)); }

  void driver_step() {
    switch (random_() % 4) {
      case 0:
        add();
        break;
      case 1:
        kick_if_needed();
        break;
      case 2:
        reap();
        break;
      case 3:
        maybe_sleep_driver();
        break;
    }
  }

  void add() {
    if (added_ == requests) return;
    const std::uint32_t token = added_;
    const std::array<Buffer, 3> buffers{Buffer{place(token, 0), 8, false}, Buffer{place(token, 1), 8, true},
                                        Buffer{place(token, 2), 8, true}};
    const std::span<const Buffer> used_buffers(buffers.data(), 2 + random_() % 2);
    const bool is_indirect = random_() % 3 == 0;
    ring_.memory.template store<std::uint64_t>(place(token, 0), token + 1000);
    const AddResult result = is_indirect ? ring_.driver.add_indirect(used_buffers, token, table(token))
                                         : ring_.driver.add(used_buffers, token);
    if (result == AddResult::added) ++added_;
  }

  void kick_if_needed() {
    if (!ring_.driver.needs_kick()) return;
    ++kicks;
    is_device_awake_ = true;
  }

  void reap() {
    const auto used = ring_.driver.reap();
    if (!used) return;
    ++times_back_.at(used->token);
    if (used->length != 8) ++wrong_answers_;
    if (ring_.memory.template load<std::uint64_t>(place(used->token, 1)) != answer_to(used->token + 1000))
      ++wrong_answers_;
  }

  // A driver sleeps only with its kicks given, and when it has nothing more that it could add.
  void maybe_sleep_driver() {
    ring_.driver.disable_interrupts();
    while (ring_.driver.has_used()) reap();
    if (added_ < requests && ring_.driver.free_descriptors() >= 3) return;
    kick_if_needed();
    is_driver_awake_ = ring_.driver.enable_interrupts();
  }

  void device_step() {
    switch (random_() % 4) {
      case 0:
        ring_.device.disable_notifications();
        break;
      case 1:
        pop();
        break;
      case 2:
        push_any();
        break;
      case 3:
        maybe_sleep_device();
        break;
    }
  }

  void pop() {
    if (const auto chain = ring_.device.pop()) held_.push_back(*chain);
  }

  void push_any() {
    if (held_.empty()) return;
    std::swap(held_[random_() % held_.size()], held_.back());
    const Chain chain = held_.back();
    held_.pop_back();
    const auto question = ring_.memory.template load<std::uint64_t>(chain.buffers()[0].address);
    ring_.memory.template store<std::uint64_t>(chain.buffers()[1].address, answer_to(question));
    ring_.device.push(chain.head(), 8);
    if (random_() % 3 == 0) interrupt_if_needed();
  }

  void interrupt_if_needed() {
    if (!ring_.device.needs_interrupt()) return;
    ++interrupts;
    is_driver_awake_ = true;
  }

  void maybe_sleep_device() {
    while (!held_.empty()) push_any();
    interrupt_if_needed();
    is_device_awake_ = ring_.device.enable_notifications();
  }

  R ring_;
  std::mt19937_64 random_;
  std::vector<Chain> held_;
  std::vector<int> times_back_ = std::vector<int>(requests, 0);
  std::uint32_t added_ = 0;
  unsigned wrong_answers_ = 0;
  bool is_driver_awake_ = true;
  bool is_device_awake_ = true;
};

}  // namespace

TEMPLATE_TEST_CASE(
    "However driver and device interleave, each request comes back once and no notification is lost", "",
    Ring, PackedRing) {
  const Suppression suppression = GENERATE(Suppression::flags, Suppression::event_idx, Suppression::none);
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("suppression " << static_cast<int>(suppression) << ", seed " << seed);
    Interleaving<TestType> interleaving(suppression, seed);
    interleaving.run();
    interleaving.check();
    REQUIRE(interleaving.kicks > 0);
  }
}

TEMPLATE_TEST_CASE("Suppression saves notifications", "", Ring, PackedRing) {
  const auto notifications = [](Suppression suppression) {
    unsigned sum = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      Interleaving<TestType> interleaving(suppression, seed);
      interleaving.run();
      sum += interleaving.kicks + interleaving.interrupts;
    }
    return sum;
  };
  const unsigned without = notifications(Suppression::none);
  CHECK(notifications(Suppression::flags) < without);
  CHECK(notifications(Suppression::event_idx) < without);
}

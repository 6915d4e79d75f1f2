#include <deque>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "packed_ring.hpp"

using namespace kickpath::virtqueue;
using namespace kickpath::virtqueue::testing;

namespace {

constexpr std::uint16_t size = 8;

/// What both layouts must do alike: requests in order to the device, back in the device's order, so many
/// descriptors held; and a side that went to sleep is told.
template <class R>
void run_against_model(std::uint64_t seed, Suppression suppression) {
  INFO("seed " << seed << ", suppression " << static_cast<int>(suppression));
  R ring(size, suppression);
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t n) { return random() % n; };
  struct Request {
    std::uint32_t token;
    std::uint16_t descriptors;
  };
  struct Popped {
    std::uint16_t head;
    Request request;
  };
  std::deque<Request> available, back;
  std::deque<Popped> popped;
  std::uint32_t held = 0, next_token = 0;
  bool device_sleeps = false, driver_sleeps = false;
  for (int step = 0; step < 3000; ++step) {
    switch (below(6)) {
      case 0:
      case 1: {
        const auto n = static_cast<std::uint16_t>(1 + below(3));
        const std::vector<Buffer> buffers(n, Buffer{ring.data(4096), 8, false});
        const bool is_indirect = below(3) == 0;
        const auto takes = is_indirect ? std::uint16_t{1} : n;
        const AddResult answer = is_indirect
                                     ? ring.driver.add_indirect(buffers, next_token, ring.data(64 * (next_token % 1000)))
                                     : ring.driver.add(buffers, next_token);
        REQUIRE((answer == AddResult::added) == (held + takes <= size));
        if (answer != AddResult::added) break;
        available.push_back({next_token++, takes});
        held += takes;
        if (ring.driver.needs_kick()) device_sleeps = false;
        REQUIRE_FALSE(device_sleeps);
        break;
      }
      case 2: {
        ring.device.disable_notifications();
        device_sleeps = false;
        const auto chain = ring.device.pop();
        REQUIRE(chain.has_value() == !available.empty());
        if (!chain) break;
        popped.push_back({chain->head(), available.front()});
        available.pop_front();
        break;
      }
      case 3: {
        if (popped.empty()) break;
        const auto which = popped.begin() + static_cast<std::ptrdiff_t>(below(popped.size()));
        ring.device.push(which->head, which->request.token);
        back.push_back(which->request);
        popped.erase(which);
        if (ring.device.needs_interrupt()) driver_sleeps = false;
        REQUIRE_FALSE(driver_sleeps);
        break;
      }
      case 4: {
        ring.driver.disable_interrupts();
        driver_sleeps = false;
        const auto used = ring.driver.reap();
        REQUIRE(used.has_value() == !back.empty());
        if (!used) break;
        REQUIRE(used->token == back.front().token);
        REQUIRE(used->length == back.front().token);
        held -= back.front().descriptors;
        back.pop_front();
        break;
      }
      default:
        device_sleeps = !ring.device.enable_notifications();
        REQUIRE(device_sleeps == available.empty());
        driver_sleeps = !ring.driver.enable_interrupts();
        REQUIRE(driver_sleeps == back.empty());
    }
    if (ring.driver.free_descriptors() != size - held) FAIL("descriptors were lost");
    REQUIRE_FALSE((ring.driver.is_broken() || ring.device.is_broken()));
  }
}

}  // namespace

TEST_CASE("Split and packed rings do what a model queue does, whatever driver and device do") {
  const Suppression s = GENERATE(Suppression::flags, Suppression::event_idx, Suppression::none);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    run_against_model<Ring>(seed, s);
    run_against_model<PackedRing>(seed, s);
  }
}

#include <catch2/catch.hpp>

#include "packed_ring.hpp"
#include "virtqueue/notify_on_empty.hpp"

using namespace kickpath::virtqueue;
using namespace kickpath::virtqueue::testing;

TEST_CASE("A kick is needed for new requests, once") {
  for (const Suppression s : {Suppression::flags, Suppression::event_idx, Suppression::none}) {
    Ring ring(4, s);
    CHECK_FALSE(ring.driver.needs_kick());
    ring.add_one(1);
    CHECK(ring.driver.needs_kick());
    CHECK_FALSE(ring.driver.needs_kick());
  }
}

TEST_CASE("An interrupt is needed for new completions, once") {
  for (const Suppression s : {Suppression::flags, Suppression::event_idx, Suppression::none}) {
    Ring ring(4, s);
    ring.add_one(1);
    const Chain chain = ring.device.pop().value();
    CHECK_FALSE(ring.device.needs_interrupt());
    ring.device.push(chain.head(), 0);
    CHECK(ring.device.needs_interrupt());
    CHECK_FALSE(ring.device.needs_interrupt());
  }
}

TEST_CASE("With flags, a kick is suppressed from disable to enable") {
  Ring ring(4);
  ring.device.disable_notifications();
  ring.add_one(1);
  CHECK_FALSE(ring.driver.needs_kick());
  CHECK(ring.device.enable_notifications());  // it came without a kick
  ring.add_one(2);
  CHECK(ring.driver.needs_kick());
}

TEST_CASE("With flags, an interrupt is suppressed from disable to enable") {
  Ring ring(4);
  ring.driver.disable_interrupts();
  for (std::uint32_t token : {1u, 2u}) ring.add_one(token);
  ring.device.push(ring.device.pop().value().head(), 0);
  CHECK_FALSE(ring.device.needs_interrupt());
  CHECK(ring.driver.enable_interrupts());  // it came without an interrupt
  ring.device.push(ring.device.pop().value().head(), 0);
  CHECK(ring.device.needs_interrupt());
}

TEST_CASE("With event_idx, a kick is suppressed until avail_event is crossed") {
  Ring ring(8, Suppression::event_idx);
  ring.turn(3);
  ring.driver.needs_kick();
  ring.memory.store<std::uint16_t>(ring.layout.avail_event(), 5);
  ring.add_one(3);
  ring.add_one(4);
  CHECK_FALSE(ring.driver.needs_kick());  // entries 3 and 4 are out, 5 is awaited
  ring.add_one(5);
  CHECK(ring.driver.needs_kick());
  ring.add_one(6);
  CHECK_FALSE(ring.driver.needs_kick());  // 5 was crossed before
}

TEST_CASE("With event_idx, an interrupt is suppressed until used_event is crossed") {
  Ring ring(8, Suppression::event_idx);
  ring.turn(3);
  ring.device.needs_interrupt();
  for (std::uint32_t token = 3; token < 7; ++token) ring.add_one(token);
  const auto complete = [&] { ring.device.push(ring.device.pop().value().head(), 0); };
  ring.memory.store<std::uint16_t>(ring.layout.used_event(), 5);
  complete();
  complete();
  CHECK_FALSE(ring.device.needs_interrupt());  // entries 3 and 4 are out, 5 is awaited
  complete();
  CHECK(ring.device.needs_interrupt());
  complete();
  CHECK_FALSE(ring.device.needs_interrupt());
}

TEST_CASE("With event_idx, events are crossed over the wrap of the indices") {
  Ring ring(8, Suppression::event_idx);
  ring.turn(65535);
  CHECK_FALSE(ring.device.enable_notifications());  // avail_event = 65535
  CHECK_FALSE(ring.driver.enable_interrupts());     // used_event = 65535
  CHECK_FALSE(ring.driver.needs_kick());            // 65535 untested entries, 0 to 65534
  CHECK_FALSE(ring.device.needs_interrupt());       // the same
  ring.add_one(1);
  ring.add_one(2);
  CHECK(ring.driver.needs_kick());  // entries 65535 and 0
  ring.add_one(3);
  CHECK_FALSE(ring.driver.needs_kick());
  ring.device.push(ring.device.pop().value().head(), 0);
  ring.device.push(ring.device.pop().value().head(), 0);
  CHECK(ring.device.needs_interrupt());
  ring.device.push(ring.device.pop().value().head(), 0);
  CHECK_FALSE(ring.device.needs_interrupt());
}

TEST_CASE("With event_idx, disabling writes nothing and enabling writes the index") {
  Ring ring(8, Suppression::event_idx);
  ring.turn(3);
  const auto stores = ring.area.stores;
  ring.device.disable_notifications();
  ring.driver.disable_interrupts();
  CHECK(ring.area.stores == stores);
  ring.device.enable_notifications();
  ring.driver.enable_interrupts();
  CHECK(ring.memory.load<std::uint16_t>(ring.layout.avail_event()) == 3);
  CHECK(ring.memory.load<std::uint16_t>(ring.layout.used_event()) == 3);
}

TEST_CASE("Without suppression nobody asks for silence, but a flag of the peer is obeyed") {
  Ring ring(4, Suppression::none);
  ring.device.disable_notifications();
  ring.driver.disable_interrupts();
  ring.add_one(1);
  CHECK(ring.driver.needs_kick());
  ring.device.push(ring.device.pop().value().head(), 0);
  CHECK(ring.device.needs_interrupt());

  ring.memory.store<std::uint16_t>(ring.layout.used_flags(), no_notify);
  ring.memory.store<std::uint16_t>(ring.layout.avail_flags(), no_interrupt);
  ring.add_one(2);
  CHECK_FALSE(ring.driver.needs_kick());
  ring.device.push(ring.device.pop().value().head(), 0);
  CHECK_FALSE(ring.device.needs_interrupt());
}

TEST_CASE("A request that comes while the device enables notifications is seen, or kicked for") {
  for (const Suppression s : {Suppression::flags, Suppression::event_idx, Suppression::none}) {
    Ring ring(4, s);
    ring.device.disable_notifications();
    bool was_kicked = false;
    ring.area.at_next_barrier = [&] {
      ring.add_one(1);
      was_kicked = ring.driver.needs_kick();
    };
    const bool is_seen = ring.device.enable_notifications();
    CHECK(is_seen);
    CHECK(was_kicked);  // the wish was out already
    CHECK_FALSE((ring.device.pop(), ring.device.enable_notifications()));
  }
}

TEST_CASE("A completion that comes while the driver enables interrupts is seen, or interrupted for") {
  for (const Suppression s : {Suppression::flags, Suppression::event_idx, Suppression::none}) {
    Ring ring(4, s);
    ring.driver.disable_interrupts();
    ring.add_one(1);
    bool was_interrupted = false;
    ring.area.at_next_barrier = [&] {
      ring.device.push(ring.device.pop().value().head(), 0);
      was_interrupted = ring.device.needs_interrupt();
    };
    CHECK(ring.driver.enable_interrupts());
    CHECK(was_interrupted);
    CHECK_FALSE((ring.driver.reap(), ring.driver.enable_interrupts()));
  }
}

TEST_CASE("A wish that the device writes while the driver tests is found") {
  for (const Suppression s : {Suppression::flags, Suppression::event_idx}) {
    Ring ring(4, s);
    ring.turn(1);
    ring.driver.needs_kick();
    const auto wish = [&](std::uint16_t flags, std::uint16_t event) {
      ring.memory.store<std::uint16_t>(ring.layout.used_flags(), flags);
      ring.memory.store<std::uint16_t>(ring.layout.avail_event(), event);
    };
    wish(no_notify, 0);
    ring.add_one(1);  // entry 1
    ring.area.at_next_barrier = [&] { wish(0, 1); };
    CHECK(ring.driver.needs_kick());
  }
}

TEST_CASE("A wish that the driver writes while the device tests is found") {
  for (const Suppression s : {Suppression::flags, Suppression::event_idx}) {
    Ring ring(4, s);
    ring.turn(1);
    ring.device.needs_interrupt();
    const auto wish = [&](std::uint16_t flags, std::uint16_t event) {
      ring.memory.store<std::uint16_t>(ring.layout.avail_flags(), flags);
      ring.memory.store<std::uint16_t>(ring.layout.used_event(), event);
    };
    wish(no_interrupt, 0);
    ring.add_one(1);
    ring.device.push(ring.device.pop().value().head(), 0);  // entry 1
    ring.area.at_next_barrier = [&] { wish(0, 1); };
    CHECK(ring.device.needs_interrupt());
  }
}

TEMPLATE_TEST_CASE("A delayed interrupt is needed once three quarters of what is in flight are back", "", Ring,
                   PackedRing) {
  TestType ring(16, Suppression::event_idx);
  ring.turn(13);  // the event lies behind the wrap
  ring.device.needs_interrupt();
  for (std::uint32_t token = 0; token < 8; ++token) ring.add_one(token);
  ring.driver.disable_interrupts();
  CHECK_FALSE(ring.driver.enable_interrupts_delayed());
  for (int i = 0; i < 6; ++i) {  // 8 * 3 / 4
    ring.device.push(ring.device.pop().value().head(), 0);
    CHECK_FALSE(ring.device.needs_interrupt());
  }
  ring.device.push(ring.device.pop().value().head(), 0);
  CHECK(ring.device.needs_interrupt());
}

TEST_CASE("Delayed: what came meanwhile is told to a split ring's driver only when it is more than three quarters") {
  Ring ring(16, Suppression::event_idx);
  for (std::uint32_t token = 0; token < 8; ++token) ring.add_one(token);
  for (int i = 0; i < 6; ++i) ring.device.push(ring.device.pop().value().head(), 0);
  CHECK_FALSE(ring.driver.enable_interrupts_delayed());
  ring.device.push(ring.device.pop().value().head(), 0);
  CHECK(ring.driver.enable_interrupts_delayed());
}

TEMPLATE_TEST_CASE("Delayed with nothing in flight, or without event_idx, is an interrupt for the next", "", Ring,
                   PackedRing) {
  for (const Suppression s : {Suppression::flags, Suppression::event_idx, Suppression::none}) {
    TestType ring(4, s);
    ring.driver.disable_interrupts();
    CHECK_FALSE(ring.driver.enable_interrupts_delayed());
    for (std::uint32_t token : {1u, 2u}) ring.add_one(token);
    ring.device.push(ring.device.pop().value().head(), 0);
    CHECK(ring.device.needs_interrupt());
  }
}

namespace {

/// A split ring whose device has NOTIFY_ON_EMPTY.
struct LegacyRing {
  explicit LegacyRing(Suppression s) : ring(4, s), device(ring.memory, ring.layout, s) {}
  void complete(const Chain& chain) { device.push(chain.head(), 0); }
  Ring ring;
  NotifyOnEmpty<SplitDevice<CheckedMemory>> device;
};

}  // namespace

TEST_CASE("NOTIFY_ON_EMPTY: a masked driver is interrupted when all is used, and not before") {
  for (const Suppression s : {Suppression::flags, Suppression::event_idx}) {
    LegacyRing legacy(s);
    legacy.ring.memory.store<std::uint16_t>(legacy.ring.layout.used_event(), 100);
    legacy.ring.driver.disable_interrupts();
    for (std::uint32_t token : {1u, 2u, 3u}) legacy.ring.add_one(token);
    const Chain a = legacy.device.pop().value(), b = legacy.device.pop().value();
    legacy.complete(a);
    CHECK_FALSE(legacy.device.needs_interrupt());  // one in flight, one available
    legacy.complete(b);
    CHECK_FALSE(legacy.device.needs_interrupt());  // one available
    const Chain c = legacy.device.pop().value();
    CHECK_FALSE(legacy.device.needs_interrupt());  // nothing new
    legacy.complete(c);
    CHECK(legacy.device.needs_interrupt());
    CHECK_FALSE(legacy.device.needs_interrupt());  // told
  }
}

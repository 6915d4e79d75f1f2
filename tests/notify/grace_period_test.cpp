#include <catch2/catch.hpp>

#include "notify/gsi_routing.hpp"
#include "notify/rcu_grace_period.hpp"
#include "support/distinct_costs.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// How long an update of the GSI routing table waits for its readers. HZ=100: ticks at 10 ms, 20 ms, ...
namespace {

constexpr Duration tick = 10_ms;

host::HostSpec at_hz_100(std::uint32_t cores) {
  host::HostSpec spec = host_of(cores);
  spec.hz = 100;
  return spec;
}

/// When an updater on core 0, asking at `asked`, is awake again; `busy`: so many other cores have a hog each.
Duration ended(const notify::RcuSpec& rcu, Duration asked, std::uint32_t busy = 0, std::uint32_t cores = 3) {
  ScriptedHost machine(at_hz_100(cores), profile_of({}));
  notify::RcuGracePeriod grace_period(machine.host, rcu);
  for (std::uint32_t i = 1; i <= busy; ++i)
    machine.hog("hog" + std::to_string(i), host::CoreSet::only(CoreId{i}));
  Duration end{};
  machine.task("updater", 0, [&](host::Task& self) {
    static_cast<void>(self.block_until(Instant{asked}, "its time"));
    grace_period.wait(self);
    end = machine.now();
  });
  machine.run_until(1000_ms);
  return end;
}

}  // namespace

TEST_CASE("RCU on an idle host: noticed at a tick, idle cores asked at the next, the callback at the third") {
  CHECK(ended({}, 15_ms) == 2 * tick + tick + tick);
  CHECK(ended({}, 20_ms - 1_ps) == 4 * tick);
  CHECK(ended({}, 20_ms + 1_ps) == 5 * tick);
}

TEST_CASE(
    "A busy core makes a grace period a tick longer: it notices at one tick and has passed at the next") {
  CHECK(ended({}, 15_ms, 1) == 2 * tick + 2 * tick + tick);
  CHECK(ended({}, 15_ms, 2) == 5 * tick);  // several at once: no longer
}

TEST_CASE("Before Linux 3.11 idle cores were asked after three ticks only") {
  CHECK(ended({3, false}, 15_ms) == 2 * tick + 3 * tick + tick);
  CHECK(ended({3, false}, 15_ms, 2) == 6 * tick);  // the updater's own core is idle
}

TEST_CASE(
    "Where RCU is never idle the grace period under way does not count: wait for its end, and a whole one") {
  // With a busy core they begin at 0, 20, 40 ms; noticed at 20 ms, in that which has just begun: 40, 60, and
  // a tick.
  CHECK(ended({1, true}, 15_ms, 1) == 7 * tick);
  CHECK(ended({1, true}, 25_ms, 1) == 7 * tick);  // noticed at 30 ms, in the same one
  CHECK(ended({1, true}, 35_ms, 1) == 9 * tick);
}

TEST_CASE("At HZ=1000 the same takes a tenth") {
  ScriptedHost machine(
      [] {
        host::HostSpec spec = host_of(2);
        spec.hz = 1000;
        return spec;
      }(),
      profile_of({}));
  notify::RcuGracePeriod grace_period(machine.host, {});
  Duration end{};
  machine.task("updater", 0, [&](host::Task& self) {
    static_cast<void>(self.block_until(Instant{1500_us}, "its time"));
    grace_period.wait(self);
    end = machine.now();
  });
  machine.run_until(100_ms);
  CHECK(end == 4_ms);
}

namespace {

constexpr Duration update{9'100'003}, copy{330'007}, reading{21'001}, srcu{14'000'017};

cost::CostProfile profile() {
  return profile_of({{Component::route_update, update},
                     {Component::route_copy, copy},
                     {Component::route_read, reading},
                     {Component::route_srcu_wait, srcu}});
}

struct Sink final : notify::IrqRoute {
  explicit Sink(ScriptedHost& on) : machine(on) {}
  void set(host::Task&, bool) override { raised.push_back(machine.now()); }
  ScriptedHost& machine;
  std::vector<Duration> raised;
};

}  // namespace

TEST_CASE("An update renews the copy of every irqfd, and waits: the table, the copies, SRCU") {
  ScriptedHost machine(host_of(1), profile());
  notify::GsiRouting routing(machine.host, {});
  Sink before(machine), after(machine), other(machine);
  notify::RouteCopy& changed = routing.add(before);
  notify::RouteCopy& unchanged = routing.add(other);
  machine.task("vmm", 0, [&](host::Task& self) {
    changed.set(self, true);
    const Duration begun = machine.now();
    routing.update(self, changed, after);
    CHECK(machine.now() - begun == update + 2 * copy + srcu);
    changed.set(self, true);
    unchanged.set(self, true);
  });
  machine.run_until(1_ms);
  CHECK(before.raised.size() == 1);
  CHECK(after.raised.size() == 1);
  CHECK(other.raised.size() == 1);
  CHECK(routing.updates() == 1);
}

TEST_CASE("A reader pays SRCU's lock and not RCU's, and reads again when it meets the writer of its copy") {
  ScriptedHost machine(host_of(2), profile());
  notify::GsiRouting routing(machine.host, {});
  Sink sink(machine);
  notify::RouteCopy& route = routing.add(sink);
  Duration begun{};
  machine.task("vmm", 0, [&](host::Task& self) {
    self.kernel(100_us);
    begun = machine.now();
    routing.update(self, route, sink);
  });
  machine.task("reader", 1, [&](host::Task& self) {
    self.kernel(50_us);
    route.set(self, true);                         // long before
    self.kernel(50_us + update + 1_ps - reading);  // and 1 ps after the writer has begun
    route.set(self, true);
  });
  machine.run_until(1_ms);
  REQUIRE(sink.raised.size() == 2);
  CHECK(sink.raised[0] == 50_us + reading);
  CHECK(sink.raised[1] == begun + update + copy);
}

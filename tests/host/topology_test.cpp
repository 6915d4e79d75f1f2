#include <catch2/catch.hpp>

#include "support/profile.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// Cores that are not all alike and near. Costs are 0 unless named.
namespace {

host::HostSpec host_with(const host::TopologySpec& topology) {
  host::HostSpec spec = host_of(topology.logical_cores());
  spec.topology = topology;
  return spec;
}

/// One core, two threads: CPUs 0 and 1.
host::TopologySpec siblings(double smt_speed) {
  host::TopologySpec spec;
  spec.threads = 2;
  spec.smt_speed = smt_speed;
  return spec;
}

host::TopologySpec one_socket(std::uint32_t cores, std::vector<double> speed, std::vector<double> turbo = {}) {
  host::TopologySpec spec;
  spec.cores = cores;
  spec.speed = std::move(speed);
  spec.turbo = std::move(turbo);
  return spec;
}

/// Task "first" works 100 us on CPU 0 from the start, "second" 30 us on CPU 1 from 40 us on. When are they
/// done?
struct Overlap {
  Duration first{}, second{};
};

Overlap overlap_on(const host::TopologySpec& topology) {
  ScriptedHost machine(host_with(topology), profile_of({}));
  Overlap done;
  machine.task("first", 0, [&](host::Task& self) {
    self.run_through(100_us);
    done.first = machine.now();
  });
  host::Task& second = machine.task("second", 1, [&](host::Task& self) {
    self.block("40 us");
    self.run_through(30_us);
    done.second = machine.now();
  });
  engine::Timer timer(machine.simulation, [&] { machine.host.wake_from_irq(second, CoreId{1}); });
  timer.arm(Instant{40_us});
  machine.run_until(1_ms);
  return done;
}

}  // namespace

// ---- SMT
// -------------------------------------------------------------------------------------------------------

TEST_CASE("SMT siblings slow each other while both run, and what is in progress is timed anew: work is kept") {
  const Overlap done = overlap_on(siblings(0.5));
  CHECK(done.second == 40_us + 2 * 30_us);
  CHECK(done.first == 40_us + 60_us + (100_us - 40_us - 60_us / 2));  // alone, shared, alone again
}

TEST_CASE("The default pace of a shared core is 0.625") {
  const Overlap done = overlap_on(siblings(host::TopologySpec{}.smt_speed));
  CHECK(done.second == 40_us + 48_us);                             // 30 / 0.625
  CHECK(done.first == 40_us + 48_us + (100_us - 40_us - 30_us));  // it did 48 x 0.625 meanwhile
}

TEST_CASE("Threads of different cores do not slow each other") {
  host::TopologySpec two_cores = siblings(0.5);
  two_cores.cores = 2;  // CPUs 0 and 2, 1 and 3 are siblings
  const Overlap done = overlap_on(two_cores);
  CHECK(done.first == 100_us);
  CHECK(done.second == 70_us);
}

TEST_CASE("An odd rest is kept to the picosecond by each change of pace") {
  const Overlap done = overlap_on(siblings(0.3));
  CHECK(done.second == 40_us + 100_us);
  CHECK(done.first == 40_us + 100_us + (60_us - 30_us));
}

TEST_CASE("Work shared to its end ends with what the pace leaves, a begun picosecond too") {
  host::TopologySpec topology = siblings(0.3);
  ScriptedHost machine(host_with(topology), profile_of({}));
  Duration done{};
  machine.hog("sibling", host::CoreSet::only(CoreId{1}));
  machine.task("worker", 0, [&](host::Task& self) {
    self.kernel(10_us);
    done = machine.now();
  });
  machine.run_until(1_ms);
  CHECK(done == 33'333'334_ps);  // 10 us / 0.3
}

// ---- Speed
// -----------------------------------------------------------------------------------------------------

TEST_CASE("On a core of another speed work takes another time, in kernel and user mode, and waiting does not") {
  ScriptedHost machine(host_with(one_socket(2, {1.0, 0.6})), profile_of({}));
  std::vector<Duration> dates;
  machine.task("worker", 1, [&](host::Task& self) {
    self.kernel(30_us);
    dates.push_back(machine.now());
    self.run_through(60_us);
    dates.push_back(machine.now());
    self.busy_wait(30_us);
    dates.push_back(machine.now());
  });
  machine.run_until(1_ms);
  CHECK(dates == std::vector{50_us, 150_us, 180_us});
}

TEST_CASE("A slow core's interrupt handlers are slow too, and what a poke leaves is work") {
  ScriptedHost machine(host_with(one_socket(1, {0.5})), profile_of({}));
  Duration left{}, done{};
  host::Task& worker = machine.task("worker", 0, [&](host::Task& self) {
    left = self.run(60_us);
    self.run_through(10_us);
    done = machine.now();
  });
  engine::Timer poke(machine.simulation, [&] { worker.poke(); });
  engine::Timer irq(machine.simulation, [&] { machine.host.core(CoreId{0}).steal(4_us); });
  poke.arm(Instant{40_us});
  irq.arm(Instant{50_us});
  machine.run_until(1_ms);
  CHECK(left == 60_us - 40_us / 2);
  CHECK(done == 40_us + (10_us + 4_us) * 2);
}

TEST_CASE("Speeds are of cores: both threads of a core have the same, and a short list is repeated") {
  host::TopologySpec topology = one_socket(4, {1.0, 0.5});
  topology.threads = 2;
  ScriptedHost machine(host_with(topology), profile_of({}));
  std::vector<Duration> done(8);
  for (std::uint32_t i : {0u, 1u, 6u, 7u})  // one thread of each core
    machine.task("worker" + std::to_string(i), i, [&, i](host::Task& self) {
      self.run_through(10_us);
      done[i] = machine.now();
    });
  machine.run_until(1_ms);
  CHECK(std::vector{done[0], done[1], done[6], done[7]} == std::vector{10_us, 20_us, 10_us, 20_us});
}

TEST_CASE("Turbo: alone in its socket a core is faster, until the next one starts to run") {
  const Overlap done = overlap_on(one_socket(2, {}, {1.25, 1.0}));
  // 40 us x 1.25 are 50 us of work; then both at 1 until the second is done at 70 us; then 1.25 again.
  CHECK(done.second == 70_us);
  CHECK(done.first == 70_us + (100_us - 50_us - 30_us) * 4 / 5);
}

TEST_CASE("Turbo counts cores, not threads, and sockets apart") {
  host::TopologySpec threads = siblings(1.0);
  threads.turbo = {1.25};
  CHECK(overlap_on(threads).first == 80_us);
  host::TopologySpec sockets = one_socket(1, {}, {1.25});
  sockets.sockets = 2;
  CHECK(overlap_on(sockets).first == 80_us);
}

// ---- Distance
// --------------------------------------------------------------------------------------------------

namespace {

constexpr Duration wake_remote{830'061}, far_wake{310'069}, idle_exit{3'700'071}, ipi_busy{1'910'067},
    far_ipi{420'073}, ipi_send{270'073};

/// CPU 0 wakes a sleeper at 100 us on `wakee_core`, which `is_busy` or idle. When does it run?
Duration woken_on(std::uint32_t wakee_core, bool is_busy) {
  host::TopologySpec topology = one_socket(2, {});
  topology.sockets = 2;  // CPUs 0 and 1, 2 and 3
  host::HostSpec spec = host_with(topology);
  spec.scheduler.policy = "cfs";
  spec.scheduler.wakeup_granularity = 1_ns;
  ScriptedHost machine(spec, profile_of({{Component::wake_remote, wake_remote},
                                         {Component::wake_remote_far, far_wake},
                                         {Component::wake_idle_exit, idle_exit},
                                         {Component::wake_ipi_busy, ipi_busy},
                                         {Component::ipi_far, far_ipi},
                                         {Component::ipi_send, ipi_send}}));
  Duration ran{};
  host::Task& wakee = machine.task("wakee", wakee_core, [&](host::Task& self) {
    self.block("the waker");
    ran = machine.now();
  });
  machine.task("waker", 0, [&](host::Task& self) {
    self.kernel(50_ms);
    self.host().wake(wakee, self);
  });
  if (is_busy) machine.hog("hog", host::CoreSet::only(CoreId{wakee_core}));
  machine.run_until(100_ms);
  return ran - 50_ms;
}

}  // namespace

TEST_CASE("A wake-up and its IPI across sockets cost wake.remote_far and ipi.far more than within one") {
  CHECK(woken_on(1, false) == wake_remote + idle_exit);
  CHECK(woken_on(2, false) == wake_remote + far_wake + idle_exit + far_ipi);
  CHECK(woken_on(1, true) == wake_remote + ipi_send + ipi_busy);
  CHECK(woken_on(3, true) == wake_remote + far_wake + ipi_send + ipi_busy + far_ipi);
}

TEST_CASE("CPUs are numbered as in Linux: first threads first, socket by socket") {
  host::TopologySpec spec = one_socket(2, {});
  spec.sockets = 2;
  spec.threads = 2;
  const host::Topology topology{spec};
  CHECK(topology.cores() == 8);
  CHECK(topology.between(CoreId{0}, CoreId{4}) == host::Distance::sibling);
  CHECK(topology.between(CoreId{0}, CoreId{1}) == host::Distance::near);
  CHECK(topology.between(CoreId{4}, CoreId{1}) == host::Distance::near);
  CHECK(topology.between(CoreId{1}, CoreId{2}) == host::Distance::far);
  CHECK(topology.between(CoreId{7}, CoreId{5}) == host::Distance::far);
  CHECK(topology.sibling_of(CoreId{7}) == CoreId{3});
  CHECK(host::Topology{4}.sibling_of(CoreId{1}) == std::nullopt);
}

TEST_CASE("A host whose topology has another number of cores is refused") {
  host::HostSpec spec = host_with(siblings(0.5));
  spec.cores = 4;
  CHECK_THROWS_AS(ScriptedHost(spec, profile_of({})), std::invalid_argument);
}

// ---- Balancing
// -------------------------------------------------------------------------------------------------

TEST_CASE("The domains of a core go from its siblings over its socket to all, and on a flat host there is one") {
  const auto sizes = [](const host::Topology& topology, std::uint32_t core) {
    std::vector<std::size_t> counts;
    for (const host::CoreSet& domain : host::sched_domains(topology, CoreId{core}))
      counts.push_back(domain.count());
    return counts;
  };
  host::TopologySpec spec = one_socket(4, {});
  CHECK(sizes(host::Topology{spec}, 3) == std::vector<std::size_t>{4});
  spec.threads = 2;
  CHECK(sizes(host::Topology{spec}, 3) == std::vector<std::size_t>{2, 8});
  spec.sockets = 2;
  CHECK(sizes(host::Topology{spec}, 3) == std::vector<std::size_t>{2, 8, 16});
  CHECK(host::sched_domains(host::Topology{spec}, CoreId{3})[1].contains(CoreId{8}));
  CHECK_FALSE(host::sched_domains(host::Topology{spec}, CoreId{3})[1].contains(CoreId{4}));
}

TEST_CASE("A core that falls idle pulls from its own socket, though more wait in the other") {
  host::TopologySpec topology = one_socket(2, {});
  topology.sockets = 2;
  ScriptedHost machine(host_with(topology), profile_of({}));
  const auto bound_to = [](std::uint32_t core) { return host::CoreSet::only(CoreId{core}); };
  // Core 0: two hogs that may go to core 1. Core 2: three that may. Core 1 keeps itself busy until all have
  // been started where they belong, and then falls idle.
  std::vector<CoreId> pulled_from;
  machine.host.probes.sched_migrate_task.subscribe(
      [&](host::Task&, CoreId from, CoreId to) { if (to == CoreId{1}) pulled_from.push_back(from); });
  for (int i = 0; i < 4; ++i)
    machine.task_on("keeper", bound_to(1), [](host::Task& self) { self.run_through(10_us); });
  for (const std::uint32_t home : {0u, 2u, 0u, 2u, 2u}) {
    host::CoreSet cores = bound_to(home);
    cores.insert(CoreId{1});
    machine.hog("hog", cores);
  }
  machine.run_until(1_ms);
  CHECK(pulled_from == std::vector{CoreId{0}});
}

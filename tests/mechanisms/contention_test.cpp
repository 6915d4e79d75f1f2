#include <catch2/catch.hpp>

#include "mechanism.hpp"

using namespace kickpath::testing;

/// Vcpus of one VM that wait for each other, and share a core.
namespace {

const std::string no_exit = "vms[0].pause_loop.window=0 us";

double rate(const std::string& scenario, const std::vector<std::string>& overrides) {
  return total(run_mechanism(scenario, overrides), "ops_per_s");
}

/// Time on the cores of the scenario `gang`, in cores.
double used_cores(const std::vector<std::string>& overrides) {
  const nlohmann::json result = run_mechanism("gang", overrides);
  double sum = 0;
  for (const nlohmann::json& core : result.at("cores")) sum += core.at("busy").get<double>();
  return sum;
}

}  // namespace

TEST_CASE(
    "A ticket lock goes to a vcpu that has no core: one operation a tick, unless who spins yields to it") {
  CHECK(rate("lock-holder", {no_exit}) == Approx(250).epsilon(0.01));  // HZ
  // 100 us of work; two pause windows at most, of 10 and 20 us; exits and switches.
  CHECK(rate("lock-holder", {}) > 1e6 / (100 + 30 + 15));
}

TEST_CASE("A lock holder that is preempted costs the slice of whoever waits; directed yield gives it back") {
  // A slice is the holder's and whole, or lost if the one before it ended under the lock: of 1 + p slices one
  // is worked in, where p is the share of the time that the lock is held. An operation: 100 us and a kick
  // of 1.26 us.
  const auto worked = [](const std::string& lock, const std::string& compute, const std::string& window) {
    // Exponential, or slices end at the same phases.
    return 101.26e-6 * rate("lock-holder", {"vms[0].workload.lock={kind: test-and-set, hold: " + lock + "}",
                                            "vms[0].workload.compute={exponential: " + compute + "}",
                                            "vms[0].pause_loop.window=" + window});
  };
  CHECK(worked("90 us", "10 us", "0 us") == Approx(1 / 1.9).epsilon(0.04));
  CHECK(worked("10 us", "90 us", "0 us") == Approx(1 / 1.1).epsilon(0.04));
  CHECK(worked("90 us", "10 us", "10 us") > 0.85);
  CHECK(worked("10 us", "90 us", "10 us") > 0.97);
}

TEST_CASE("Under gang scheduling no shootdown waits for a preempted vcpu: each VM does a third of what it does alone") {
  // Slots: VM 0, VM 1, the host's own, whose hole on core 0 a vcpu fills, which stops at its first shootdown.
  const std::string strict = "host.scheduler.strict=true";
  const double alone = rate("gang", {"vms[0].count=1", "background=[]"});
  CHECK(rate("gang", {}) == Approx(2 * alone / 3).epsilon(0.02));
  CHECK(rate("gang", {strict}) == Approx(2 * alone / 3).epsilon(0.02));
  CHECK(rate("gang", {"host.scheduler=eevdf"}) < alone / 3);
  // Of two cores for three slots one is left to others in one slot: spun away, or idle.
  CHECK(used_cores({}) == Approx(2).epsilon(0.01));
  CHECK(used_cores({strict}) == Approx(2 * 5.0 / 6).epsilon(0.01));
}

TEST_CASE(
    "A shootdown of a preempted vcpu takes the rest of a slice, with pause-loop exiting the window, by "
    "hypercall nothing") {
  const auto us_per_shootdown = [](const std::vector<std::string>& overrides) {
    return 10 * 1e6 / rate("ipi-receiver", overrides);  // of ten posts
  };
  CHECK(us_per_shootdown({no_exit}) == Approx(4000).epsilon(0.01));  // the next tick
  // Ten posts of 10 us work and an exit of 1.2 us; the IPI; two windows of 100 us, because a receiver that
  // has itself left a pause loop is passed over every other time.
  CHECK(us_per_shootdown({}) == Approx(10 * 11.2 + 2 * 100).epsilon(0.03));
  CHECK(us_per_shootdown({"vms[0].pv_sched_yield=true"}) == Approx(10 * 11.2).epsilon(0.06));
}

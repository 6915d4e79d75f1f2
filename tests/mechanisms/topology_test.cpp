#include <catch2/catch.hpp>

#include "mechanism.hpp"

using namespace kickpath::testing;

/// Microseconds from one request to the next.
namespace {

double busy_of(const nlohmann::json& result, std::size_t core) {
  return result.at("cores").at(core).at("busy").get<double>();
}

const std::string on_sibling = "vms[0].placement.servers=[2]";
const std::string on_other_core = "vms[0].placement.servers=[1]";
const std::string sleeps = "vms[0].devices[0].server.poll=0 us";

}  // namespace

TEST_CASE("An iothread that polls on the vcpu's SMT sibling makes the guest's computing 1.6 times as long") {
  // 40 us of compute take 64 us; all the rest that the guest spends in a request is stretched too.
  const double stretched = us_per_operation(run_mechanism("smt-sibling", {on_sibling}));
  const double alone = us_per_operation(run_mechanism("smt-sibling", {on_other_core}));
  CHECK(stretched - alone > 40 * 0.6);
  CHECK(stretched / alone < 1.6);  // the iothread works for a part of it
}

TEST_CASE("One that sleeps between requests does not: it even saves the cache lines' way") {
  const double sibling = us_per_operation(run_mechanism("smt-sibling", {on_sibling, sleeps}));
  const double other = us_per_operation(run_mechanism("smt-sibling", {on_other_core, sleeps}));
  CHECK(sibling < other);
}

TEST_CASE("An iothread on the other socket makes each request dearer by its lines, wake-ups and IPIs") {
  const nlohmann::json near = run_mechanism("far-socket", {"vms[0].placement.servers=[1]"});
  const nlohmann::json far = run_mechanism("far-socket");
  const double lines = total(far, "line_transfers_per_op");
  // The profile's line.transfer_far, and wake.remote_far and ipi.far over and back.
  const double farther_us = lines * 0.080 + 2 * (0.300 + 0.400);
  CHECK(total(near, "line_transfers_per_op") == Approx(lines).epsilon(0.01));
  CHECK(us_per_operation(far) - us_per_operation(near) == Approx(farther_us).epsilon(0.01));
}

TEST_CASE("A slow core is better for the iothread than for the vcpu, and computing takes 1 / 0.6 on it") {
  const double vcpu_fast = us_per_operation(run_mechanism("core-speed"));
  const double vcpu_slow =
      us_per_operation(run_mechanism("core-speed", {"vms[0].placement={vcpus: [1], servers: [0]}"}));
  const double both_fast = us_per_operation(run_mechanism("core-speed", {"host.topology.speed=[1.0, 1.0]"}));
  CHECK(both_fast < vcpu_fast);
  CHECK(vcpu_fast < vcpu_slow);
  CHECK(vcpu_slow - both_fast > 30 * (1 / 0.6 - 1));  // 30 us of compute
}

TEST_CASE(
    "A task that nothing binds is woken on an idle core rather than on the idle sibling of a busy one") {
  const nlohmann::json result = run_mechanism("idle-core-first");
  CHECK(busy_of(result, 0) > 0.99);  // the hog
  CHECK(busy_of(result, 2) < 0.01);  // its sibling
  CHECK(busy_of(result, 1) + busy_of(result, 3) > 0.5);
}

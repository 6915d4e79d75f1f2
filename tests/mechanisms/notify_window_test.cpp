#include <catch2/catch.hpp>

#include "mechanism.hpp"

using namespace kickpath::testing;

/// Kicks that come before the host has woken up, and guests that wait for their kick to be served.

TEST_CASE(
    "In the window before the host wakes up each post kicks by flags, and only the first by event index") {
  const nlohmann::json flags = run_mechanism("kick-window");
  const nlohmann::json index =
      run_mechanism("kick-window", {"vms[0].devices[0].queue.suppression=event-idx"});
  CHECK(total(index, "kicks_per_op") == Approx(1.0 / 16).epsilon(0.02));
  // A post and its kick take 0.1 + 1.2 us and some; the wake-up 0.8 + 2.5 + 1.2 us and some: 3 to 5 kicks in
  // the window.
  CHECK(total(flags, "kicks_per_op") > 3.0 / 16);
  CHECK(total(flags, "kicks_per_op") < 5.0 / 16);
}

TEST_CASE(
    "A guest that spins after its kick burns its vcpu until the iothread is done; one that halts does not") {
  const auto busy = [](const nlohmann::json& result) {
    return result.at("cores").at(0).at("busy").get<double>();
  };
  const nlohmann::json spins = run_mechanism("spin-after-kick");
  const nlohmann::json halts = run_mechanism("spin-after-kick", {"vms[0].workload.completion=interrupt"});
  CHECK(busy(spins) > 0.999);
  CHECK(busy(halts) < 0.8);
}

TEST_CASE("What a guest that spins after its kick gains by ioeventfd is less than what it burns") {
  const nlohmann::json async = run_mechanism("spin-after-kick");
  const nlohmann::json sync = run_mechanism(
      "spin-after-kick", {"vms[0].devices[0].kick=userspace-pio", "vms[0].devices[0].server.kind=vcpu"});
  CHECK(total(sync, "ops_per_cpu_s") > total(async, "ops_per_cpu_s"));
}

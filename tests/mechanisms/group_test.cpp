#include <catch2/catch.hpp>

#include "mechanism.hpp"

using namespace kickpath::testing;

namespace {

double busy_of(const nlohmann::json& result) {
  double sum = 0;
  for (const auto& core : result.at("cores")) sum += core.at("busy").get<double>();
  return sum;
}

/// What the VM's threads get of core 0.
double share_of_vm(const nlohmann::json& result) {
  const auto& by = result.at("cores").at(0).at("by");
  return by.at("vm0/vcpu0").get<double>() + by.at("vm0/ring/iothread").get<double>();
}

}  // namespace

TEST_CASE("A VM with a quota of 40 % uses 40 % of one core, vcpu and iothread together, whatever it could") {
  const nlohmann::json limited = run_mechanism("cgroup-quota");
  // 40 of 100 ms; each of its two cores may carry a millisecond over into the window and overrun by a tick of 1 ms.
  const double carried_over = 2 * (0.001 + 0.001) / limited.at("measured_s").get<double>();
  CHECK(busy_of(limited) == Approx(0.4).margin(carried_over));

  // Its rate falls as its time does.
  const nlohmann::json free = run_mechanism("cgroup-quota", {"vms[0].cgroup.cpu_max.quota=200 ms"});
  CHECK(total(limited, "ops_per_s") ==
        Approx(total(free, "ops_per_s") * 0.4 / busy_of(free)).epsilon(carried_over / 0.4));

  // And it stands still from where both cores have used up 40 ms until the period's end.
  const double stall_ms = limited.at("totals").at("latency_ns").at("max").at("mean").get<double>() / 1e6;
  CHECK(stall_ms == Approx(100 - 40 / busy_of(free)).margin(2));
}

TEST_CASE("With autogroup a VM has half of the core that it shares with three hogs, without a quarter") {
  const nlohmann::json grouped = run_mechanism("autogroup");
  const nlohmann::json flat = run_mechanism("autogroup", {"host.autogroup=false"});
  CHECK(share_of_vm(grouped) == Approx(1.0 / 2).margin(0.005));
  // One of its threads is runnable at a time: as one task of four.
  CHECK(share_of_vm(flat) == Approx(1.0 / 4).margin(0.005));
  CHECK(total(grouped, "ops_per_s") ==
        Approx(total(flat, "ops_per_s") * share_of_vm(grouped) / share_of_vm(flat)).epsilon(0.01));
}

TEST_CASE("A VM of cpu.weight 300 has three quarters of a core against an autogroup of hogs") {
  const nlohmann::json result = run_mechanism("autogroup", {"vms[0].cgroup={weight: 300}"});
  CHECK(share_of_vm(result) == Approx(300.0 / (300 + 100)).margin(0.005));
}

#include <catch2/catch.hpp>

#include "mechanism.hpp"

using namespace kickpath::testing;

namespace {

double operations(const std::string& vms, const std::string& scheduler, const std::string& servers) {
  return total(run_mechanism("colocate", {"vms[0].count=" + vms, "host.scheduler=" + scheduler,
                                          "vms[0].placement={vcpus: spread, servers: " + servers + "}"}),
               "ops_per_s");
}

double colocated(const std::string& vms) {
  return total(run_mechanism("colocate", {"vms[0].count=" + vms}), "ops_per_s");
}

}  // namespace

TEST_CASE("colocate takes the better of the two fixed placements on both sides of the overcommit edge") {
  // One VM on two cores: over to the free core. Two: each on its own.
  CHECK(operations("1", "eevdf", "other-core") > operations("1", "eevdf", "same-core"));
  CHECK(colocated("1") == Approx(operations("1", "eevdf", "other-core")).epsilon(0.01));
  CHECK(operations("2", "eevdf", "same-core") > operations("2", "eevdf", "other-core"));
  CHECK(colocated("2") == Approx(operations("2", "eevdf", "same-core")).epsilon(0.01));
}

TEST_CASE("A side core serves the iothreads of three VMs, and no vcpu ever runs there") {
  const nlohmann::json result = run_mechanism("core-per-iothread");
  for (const std::size_t core : {1u, 2u, 3u})
    for (const auto& [task, share] : result.at("cores").at(core).at("by").items())
      CHECK((task.find("vcpu") == std::string::npos || share.get<double>() == 0));
}

TEST_CASE("A guest that polls before it halts takes more CPU and waits less for each completion") {
  const nlohmann::json polling = run_mechanism("guest-halt-polling");
  const nlohmann::json halting = run_mechanism(
      "guest-halt-polling", {"vms[0].guest_halt_poll.max=0 us", "vms[0].halt_poll={max: 0 us}"});
  CHECK(total(polling, "ops_per_s") > total(halting, "ops_per_s"));
  CHECK(total(polling, "ops_per_cpu_s") < total(halting, "ops_per_cpu_s"));
}

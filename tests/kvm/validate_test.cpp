// A suite predicted and measured on the KVM of this machine, by the real binary.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "../smoke/smoke.hpp"

using namespace kickpath::testing;

namespace {

constexpr const char* run_and_bars =
    "run:\n  sim: {warmup: 5 ms, duration: 20 ms, replicas: 2}\n  kvm: {warmup: 50 ms, duration: 100 ms, "
    "replicas: "
    "2}\nbars: [{kind: median-error, at_most: 1000 %}]\n";

/// Whatever this machine's scheduler is, one of the two rows asks for it.
std::string suite_text() {
  return "schema: kickpath.suite/1\nname: s\nscenario: " + smoke("one-vm-other-core") +
         "\nrows:\n  - {name: cfs, set: {host.scheduler: cfs}}\n  - {name: eevdf, set: {host.scheduler: "
         "eevdf}}\n" +
         run_and_bars;
}

}  // namespace

TEST_CASE("A suite is measured, stored, and compared again from the file with the same outcome") {
  const Scratch scratch;
  const std::string suite = scratch.write("s.yaml", suite_text());
  const Ended measured = run_kickpath({"validate", suite, "--ungated", "--draws", "0", "--store",
                                       scratch.path("m.json"), "--json", scratch.path("v.json")});
  INFO(measured.out << measured.err);
  CHECK(measured.code == 0);
  const auto validation = nlohmann::json::parse(read_text(scratch.path("v.json")));
  CHECK(validation["gated"] == false);
  CHECK(validation["host"]["kernel"].is_string());
  int judged = 0;
  for (const auto& row : validation["rows"]) {
    judged += row["unjudged"].is_null();
    if (!row["unjudged"].is_null())
      CHECK(row["unjudged"].get<std::string>().find("skipped: host.scheduler: this host runs") == 0);
  }
  CHECK(judged == 1);

  const Ended again =
      run_kickpath({"validate", suite, "--measured", scratch.path("m.json"), "--draws", "0", "--json", "-"});
  CHECK(again.code == 0);
  CHECK(nlohmann::json::parse(again.out) == validation);
}

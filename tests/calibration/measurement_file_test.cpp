#include <algorithm>

#include <catch2/catch.hpp>

#include "calibration/composites.hpp"
#include "calibration/host_identity.hpp"
#include "support/distinct_costs.hpp"
#include "synthetic.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using namespace kickpath::calibration;

namespace {

std::string errors_of(const std::string& text) {
  const TestFile file("bad.json", text);
  config::Errors errors;
  CHECK_FALSE(load_measurement(file.path(), errors));
  return errors.format();
}

MeasurementFile load(const Json& json, const std::string& name = "m.json") {
  const TestFile file(name, json);
  config::Errors errors;
  auto measurement = load_measurement(file.path(), errors);
  INFO(errors.format());
  REQUIRE(measurement);
  return *std::move(measurement);
}

std::string reason_of(const Composites& composites, std::string_view name) {
  for (const Unused& unused : composites.unused)
    if (unused.name == name) return unused.reason;
  return "";
}

const Composite* used(const Composites& composites, std::string_view name) {
  for (const Composite& composite : composites.used)
    if (composite.name == name) return &composite;
  return nullptr;
}

Json& entry(Json& json, std::string_view name) {
  for (Json& candidate : json["benchmarks"])
    if (candidate["name"] == name) return candidate;
  throw std::logic_error("no such benchmark");
}

}  // namespace

TEST_CASE("A measurement is read with its lines, and null is unknown") {
  const MeasurementFile file = load(measurement_of(ps::profile()));
  const MeasuredBenchmark* syscall = file.find("syscall.getppid");
  REQUIRE(syscall != nullptr);
  CHECK(syscall->median == 90.031);
  CHECK_FALSE(syscall->steal);
  CHECK(syscall->line > 20);
  CHECK(file.find("no.such") == nullptr);
  CHECK(describe_host(file) == "Test CPU, Linux 6.18.0, kvm_amd, HZ=250");
  CHECK(hz_of(file) == 250);
  CHECK(tsc_of(file) == Frequency{2'000'000'000});
}

TEST_CASE("Torn and foreign files are told with their line") {
  const std::string whole = measurement_of(ps::profile()).dump(2);
  CHECK(errors_of(whole.substr(0, whole.size() / 2)).starts_with("bad.json:"));
  CHECK(errors_of("{\"schema\": \"kickpath.result/1\"}")
            .find("bad.json:1:12: schema: expected 'kickpath.measurement/1', not 'kickpath.result/1'") !=
        std::string::npos);
  CHECK(errors_of("just a text\n").starts_with("bad.json:1:1: expected a measurement (a map)"));
  CHECK(errors_of("").starts_with("bad.json"));
  Json json = measurement_of(ps::profile());
  entry(json, "epoll.ready")["median"] = -3;
  CHECK(errors_of(json.dump(2)).find("median: must be at least 0, not -3") != std::string::npos);
}

TEST_CASE("Files of different hosts are not pooled") {
  const Json first = measurement_of(ps::profile());
  Json second = first;
  std::vector files{load(first, "a.json"), load(second, "b.json")};
  config::Errors errors;
  check_same_host(files, errors);
  CHECK(errors.empty());

  second["host"]["kvm"]["parameters"]["kvm.halt_poll_ns"] = "0";
  second["host"]["kernel"] = "6.12.1";
  second["host"]["cpu"].erase("model");
  files[1] = load(second, "b.json");
  check_same_host(files, errors);
  const std::string told = errors.format();
  CHECK(errors.size() == 3);
  CHECK(told.find("host.kvm.parameters.kvm.halt_poll_ns: is '0', but '200000' in a.json: another host") !=
        std::string::npos);
  CHECK(told.find("host.kernel: is '6.12.1', but '6.18.0' in a.json") != std::string::npos);
  CHECK(told.find("host.cpu.model: is unknown, but 'Test CPU' in a.json") != std::string::npos);
}

// 100 ns median, the clock's 20 ns once within each sample of 10 operations: 98 ns.
TEST_CASE("The clock's own time is taken off once for each sample") {
  Json json = measurement_of(ps::profile());
  json["benchmarks"].push_back(benchmark("clock.rdtscp", {20}));
  entry(json, "epoll.ready")["median"] = 100;
  entry(json, "epoll.ready")["batch"] = 10;
  const Composites composites = composites_of(load(json), {});
  CHECK(used(composites, "epoll.ready")->ns == Approx(98));
  CHECK(reason_of(composites, "clock.rdtscp") == "the simulator has no such benchmark");
}

TEST_CASE("Busy hosts and few samples are left out, from 20 samples on they count") {
  Json json = measurement_of(ps::profile());
  entry(json, "epoll.ready")["quiet"] = false;
  entry(json, "eventfd.write")["n"] = 19;
  entry(json, "syscall.getppid")["n"] = 20;
  const MeasurementFile file = load(json);
  const Composites gated = composites_of(file, {});
  CHECK(reason_of(gated, "epoll.ready") == "the host was not quiet (--ungated takes it all the same)");
  CHECK(reason_of(gated, "eventfd.write") == "19 samples, 20 are needed");
  CHECK(used(gated, "syscall.getppid") != nullptr);
  CHECK(used(composites_of(file, {true}), "epoll.ready") != nullptr);
}

TEST_CASE("A benchmark counts only if its threads were in the state that the simulator's are in") {
  Json json = measurement_of(ps::profile());
  entry(json, "wake.epoll.same_core.preempted")["mean"] = 0.9;
  entry(json, "wake.epoll.busy_other_core.preempted")["mean"] = 0.89;
  const Composites composites = composites_of(load(json), {});
  CHECK(used(composites, "wake.epoll.same_core.wakee") != nullptr);
  CHECK(reason_of(composites, "wake.epoll.busy_other_core.wakee").find("nine of ten") != std::string::npos);

  // A sender that returns before the handler runs was not preempted.
  entry(json, "interrupt.irqfd.blocked.same_core.sender")["median"] = 1;
  CHECK(reason_of(composites_of(load(json), {}), "interrupt.irqfd.blocked.same_core.seen") ==
        "the woken vcpu did not preempt the sender");
}

TEST_CASE("A benchmark that is there twice is told at its second place") {
  Json json = measurement_of(ps::profile());
  json["benchmarks"].push_back(entry(json, "epoll.ready"));
  const std::string told = errors_of(json.dump(2));
  CHECK(told.find("name: 'epoll.ready' is in line ") != std::string::npos);
  CHECK(std::count(told.begin(), told.end(), '\n') == 1);
}

#include <algorithm>
#include <csignal>
#include <filesystem>

#include <catch2/catch.hpp>

#include "smoke.hpp"

using namespace kickpath::testing;

namespace {

const std::vector<std::string> primitives{"measure", "--no-kvm", "--only", "syscall"};

std::vector<std::string> with(std::vector<std::string> arguments, const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

TEST_CASE("What there is to measure can be listed anywhere, KVM or not") {
  const Ended ended = run_kickpath({"measure", "--list"});
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  for (const char* name : {"syscall.getppid", "wake.epoll.same_core.wakee", "line.transfer", "hog.slice"})
    CHECK(ended.out.find(name) != std::string::npos);
  const Ended some = run_kickpath({"measure", "--list", "--only", "ring"});
  CHECK(some.out.find("ring.pop") != std::string::npos);
  CHECK(some.out.find("syscall") == std::string::npos);
}

TEST_CASE("Without KVM measure is exit code 3, and says what is missing and what can be done") {
  if (std::filesystem::exists("/dev/kvm")) {
    WARN("skipped: this machine has a KVM (tests/kvm)");
    return;
  }
  const Scratch scratch;
  const Ended ended = run_kickpath({"measure", "-o", scratch.path("m.json")});
  CHECK(ended.code == 3);
  CHECK(ended.out.empty());
  CHECK(ended.err.find("/dev/kvm") != std::string::npos);
  CHECK(ended.err.find("--no-kvm") != std::string::npos);
  CHECK(scratch.files().empty());
}

TEST_CASE("The host's primitives are measured without KVM: a table for people, a file for calibrate") {
  const Scratch scratch;
  const Ended ended = run_kickpath(with(primitives, {"-o", scratch.path("m.json")}));
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  CHECK(ended.out.find("syscall.getppid") != std::string::npos);
  CHECK(scratch.files().size() == 1);
  const auto measurement = nlohmann::json::parse(read_text(scratch.path("m.json")));
  CHECK(measurement["schema"] == "kickpath.measurement/1");
  CHECK(measurement["host"]["cpu"]["tsc_khz"].get<double>() > 0);
  REQUIRE(measurement["benchmarks"].size() == 1);
  CHECK(measurement["benchmarks"][0]["name"] == "syscall.getppid");
  CHECK(measurement["benchmarks"][0]["median"].get<double>() > 0);
}

TEST_CASE("With --json - stdout holds the measurement and nothing else") {
  const Ended ended = run_kickpath(with(primitives, {"--json", "-"}));
  CHECK(ended.code == 0);
  CHECK(nlohmann::json::parse(ended.out)["benchmarks"].size() == 1);
}

TEST_CASE("Bad usage of measure is exit code 2, before anything is measured or opened") {
  const Scratch scratch;
  const std::string file = scratch.path("m.json");
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"measure", "--no-kvm", "--only", "nothing", "-o", file},
           {"measure", "--list", "--only", "nothing"},
           {"measure", "--no-kvm", "--only", "irq", "-o", file},
           {"measure", "--no-kvm", "-o", file, "--json", file},
           {"measure", "--no-kvm", "--wat"},
           {"measure", "--no-kvm", "--only", "syscall", "stray", "-o", file}}) {
    const Ended ended = run_kickpath(arguments);
    INFO(arguments.back());
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(!ended.err.empty());
  }
  CHECK(scratch.files().empty());
}

TEST_CASE("A measurement that cannot be written is exit code 1, at once") {
  const Ended ended = run_kickpath({"measure", "--no-kvm", "-o", "/nowhere/m.json"});
  CHECK(ended.code == 1);
  CHECK(ended.err.find("/nowhere/m.json") != std::string::npos);
  CHECK(ended.seconds < 20);
}

TEST_CASE("An interrupted measurement ends with 128 + n and leaves no file") {
  const Scratch scratch;
  const Ended ended = signal_kickpath({"measure", "--no-kvm", "-o", scratch.path("m.json")}, SIGINT, 1.0);
  CHECK(ended.code == 130);
  CHECK(scratch.files().empty());
}

TEST_CASE("The schema of a measurement is printed as the others are") {
  const auto schema = nlohmann::json::parse(run_kickpath({"schema", "measurement"}).out);
  CHECK(schema["$schema"] == "http://json-schema.org/draft-07/schema#");
  CHECK(schema["properties"].contains("benchmarks"));
  CHECK(schema["additionalProperties"] == false);
}

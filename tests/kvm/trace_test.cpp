// The timeline of a real run, recorded by this machine's kernel. Where it may not be recorded the program
// says why.
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "on_kvm.hpp"
#include "tracefiles/trace_phases.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using Json = nlohmann::json;

namespace {

std::set<std::string> names_in(const Json& timeline) {
  std::set<std::string> names;
  for (const Json& event : timeline["traceEvents"])
    if (event.contains("name")) names.insert(event["name"].get<std::string>());
  return names;
}

std::size_t instances() {
  std::size_t count = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/sys/kernel/tracing/instances", ignored))
    count += entry.path().filename().string().starts_with("kickpath-");
  return count;
}

/// The reason, if this machine can record no trace; the run has said it with exit code 3 and left no file.
bool is_skipped(const Ended& ended, const Scratch& scratch) {
  if (ended.code != 3) return false;
  CHECK(scratch.files().empty());
  CHECK(ended.err.find("this machine cannot: ") != std::string::npos);
  WARN("skipped: " << ended.err);
  return true;
}

}  // namespace

TEST_CASE("A real run's timeline has the events of a kick's life; its raw text has phases") {
  const Scratch scratch;
  const std::string timeline = scratch.path("t.json");
  const std::string raw = scratch.path("t.txt");
  const Ended ended =
      run_on_kvm(smoke("one-vm-other-core"), {"--trace", timeline, "--trace-raw", raw, "--replicas", "1"});
  INFO(ended.err);
  if (is_skipped(ended, scratch)) return;
  REQUIRE(ended.code == 0);
  CHECK(instances() == 0);
  const Json json = Json::parse(read_text(timeline));
  CHECK(json["otherData"]["world"] == "kvm");
  const std::set<std::string> names = names_in(json);
  for (const char* name : {"kvm_mmio", "sched_waking", "running", "kvm_msi_set_irq", "kick"}) {
    INFO(name);
    CHECK(names.count(name) == 1);
  }
  // The window begins where the warm-up of 20 ms ends, and is 20 ms long.
  for (const Json& event : json["traceEvents"])
    if (event.contains("ts")) {
      CHECK(event["ts"].get<double>() >= 20'000);
      CHECK(event["ts"].get<double>() <= 40'000);
    }

  config::Errors errors;
  const tracefiles::TracePhases phases = tracefiles::read_phases(raw, {}, errors);
  CHECK(errors.format().empty());
  // Not of switches: on some kernels those out of idle leave no event on every cpu.
  const auto wakings = std::find_if(phases.phases.begin(), phases.phases.end(),
                                   [](const auto& phase) { return phase.name == "kick.to_waking"; });
  CHECK(wakings->ns.size() > 10);
}

TEST_CASE("Ctrl-C while a run is recorded leaves no file and no instance") {
  const Scratch scratch;
  const auto arguments =
      on_kvm(smoke("one-vm-other-core"), {"--trace", scratch.path("t.json"), "--trace-window", "all", "--set",
                                          "run.duration=3 s", "--replicas", "1"});
  // 3 s of measuring and some for the start, so that the recorded repeat runs.
  const Ended ended = signal_kickpath(arguments, SIGINT, 5);
  if (is_skipped(ended, scratch)) return;
  CHECK(ended.code == 128 + SIGINT);
  CHECK(scratch.files().empty());
  CHECK(instances() == 0);
}

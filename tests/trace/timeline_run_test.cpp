#include <algorithm>
#include <csignal>
#include <filesystem>

#include <catch2/catch.hpp>

#include "timeline.hpp"

using namespace kickpath::testing;

namespace {

const std::string scenarios = KICKPATH_SOURCES "/scenarios";
const std::string one_vm = scenarios + "/smoke/one-vm-other-core.yaml";

/// All of a short run.
std::string trace_of(const std::string& scenario, std::vector<std::string> more = {}) {
  const Scratch scratch;
  const std::string path = scratch.path("t.json");
  std::vector<std::string> arguments{"run", scenario, "--trace", path, "--replicas", "1"};
  if (more.empty())
    more = {"--trace-window", "all", "--set", "run.warmup=5 ms", "--set", "run.duration=15 ms"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Ended ended = run_kickpath(arguments);
  INFO(scenario << ": " << ended.err);
  REQUIRE(ended.code == 0);
  return read_text(path);
}

std::size_t count(const std::string& text, const std::string& name) {
  std::size_t found = 0;
  for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) ++found;
  return found;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

std::vector<std::string> yaml_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

double number(const nlohmann::json& event) { return event["ts"].get<double>(); }

}  // namespace

TEST_CASE(
    "Every smoke scenario has a timeline without flaws, with all of its kicks, interrupts and switches") {
  for (const std::string& scenario : yaml_files(scenarios + "/smoke")) {
    const std::string text = trace_of(scenario);
    INFO(scenario);
    CHECK(flaws_of(text) == std::vector<std::string>{});
    for (const char* name : {"kvm_exit", "kvm_entry"}) CHECK(count(text, name) > 10);
    // a queue that is never empty is in flight once
    for (const char* name : {"\"in flight\"", "sched_switch"}) CHECK(has(text, name));
    CHECK(count(text, "\"ph\":\"s\"") > 1);
    CHECK(count(text, "\"ph\":\"s\"") == count(text, "\"ph\":\"f\""));
  }
}

TEST_CASE("Mechanisms off the beaten track have timelines without flaws") {
  for (const char* name :
       {"reset", "stop-and-continue", "intx-shared", "net-guest-to-guest", "net-two-hosts", "vhost-busyloop",
        "gang", "delayed-interrupts", "msix-shared-vector", "guest-halt-polling", "blk-aio"}) {
    INFO(name);
    CHECK(flaws_of(trace_of(scenarios + "/mechanisms/" + name + ".yaml")) == std::vector<std::string>{});
  }
}

TEST_CASE(
    "A reset empties each queue by itself: those of other vcpus, and its vcpu's others, go on until theirs") {
  for (const char* vcpus : {"1", "2"}) {
    INFO(vcpus);
    CHECK(flaws_of(trace_of(scenarios + "/mechanisms/reset.yaml",
                            {"--trace-window", "all", "--set", "host.cores=4", "--set",
                             std::string("vms[0].vcpus=") + vcpus, "--set", "vms[0].devices[0].queues=2"})) ==
          std::vector<std::string>{});
  }
}

TEST_CASE("A doorbell without a ring that wakes nobody has no arrows") {
  const std::string text = trace_of(scenarios + "/published/doorbell-2009/qemu-pio.yaml");
  CHECK(count(text, "kvm_userspace_exit") > 10);
  CHECK(count(text, "\"ph\":\"s\"") == 0);
}

TEST_CASE(
    "Many VMs and hogs on few cores: no flaws, and a track for each vcpu, server, queue, core and hog") {
  const std::string text =
      trace_of(scenarios + "/smoke/open-loop-hog.yaml",
               {"--trace-window", "all", "--set", "run.warmup=0 ms", "--set", "run.duration=20 ms", "--set",
                "vms[0].count=40", "--set", "background[0].count=3"});
  CHECK(flaws_of(text) == std::vector<std::string>{});
  const ReadTimeline timeline(text);
  CHECK(timeline.tracks.size() == 2 + 40 * 3 + 3);
  CHECK(timeline.tracks.at(1) == "core 0");
}

TEST_CASE("Unless told otherwise the first 20 ms of the measured time are shown") {
  const ReadTimeline timeline(trace_of(one_vm, {"--set", "run.duration=60 ms"}));  // warm-up: 20 ms
  double first = 1e9, last = 0;
  for (const auto& event : timeline.events()) {
    if (event["ph"] == "M") continue;
    first = std::min(first, number(event));
    last = std::max(last, number(event));
  }
  CHECK(first == 20'000);
  CHECK(last == 40'000);
  CHECK(timeline.file["otherData"]["scenario"]["name"] == "one-vm-other-core");
}

TEST_CASE("The last of a run is the end of all of it") {
  const std::vector<std::string> run{"--set", "run.warmup=0 ms", "--set", "run.duration=10 ms"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), run.begin(), run.end());
    return lines_of(trace_of(one_vm, more));
  };
  const auto whole = with({"--trace-window", "all"}), last = with({"--trace-last", "2 ms"}),
             window = with({"--trace-window", "8 ms..10 ms"});
  CHECK(last == window);
  REQUIRE(last.size() < whole.size());
  CHECK(std::equal(last.end() - 100, last.end(), whole.end() - 100));
}

TEST_CASE("A timeline changes no result, and the same run has the same timeline") {
  const Scratch scratch;
  const std::vector<std::string> run{"run", one_vm, "--json", "-"};
  std::vector<std::string> traced = run;
  traced.insert(traced.end(), {"--trace", scratch.path("t.json")});
  CHECK(run_kickpath(traced).out == run_kickpath(run).out);
  const std::string text = read_text(scratch.path("t.json"));
  CHECK(!run_kickpath(traced).out.empty());
  CHECK(read_text(scratch.path("t.json")) == text);
  CHECK(scratch.files().size() == 1);
}

TEST_CASE("With - stdout holds the timeline and nothing else") {
  const Ended ended = run_kickpath({"run", one_vm, "--replicas", "1", "--trace", "-"});
  CHECK(ended.code == 0);
  CHECK(flaws_of(ended.out).empty());
}

TEST_CASE("Bad options of a timeline are exit code 2, and nothing is written") {
  const Scratch scratch;
  const std::string path = scratch.path("t.json");
  for (const auto& [arguments, said] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--trace", path, "--trace-window", "5 ms"}, "neither FROM..TO nor all"},
           {{"--trace", path, "--trace-window", "5..6"}, "--trace-window"},
           {{"--trace", path, "--trace-window", "6 ms..6 ms"}, "ends before it has begun"},
           {{"--trace", path, "--trace-window", "220 ms..1 s"}, "the run ends at 220 ms"},
           {{"--trace", path, "--trace-last", "0 ms"}, "more than 0"},
           {{"--trace", path, "--trace-last", "soon"}, "--trace-last"},
           {{"--trace", path, "--trace-last", "1 ms", "--trace-window", "all"}, "--trace-window"},
           {{"--trace-last", "1 ms"}, "--trace FILE"},
           {{"--trace", path, "--json", path}, "cannot both go to"},
           {{"--trace-raw", path}, "needs --world kvm"},
           {{"--world", "kvm", "--trace", path, "--trace-raw", path}, "cannot both go to"},
           {{"--world", "kvm", "--trace", path, "--trace-window", "220 ms..1 s"}, "the run ends at 220 ms"},
           {{"--world", "kvm", "--trace", path, one_vm}, "of one scenario"},
           {{"--trace", path, one_vm}, "of one scenario"}}) {
    std::vector<std::string> run{"run", one_vm};
    run.insert(run.end(), arguments.begin(), arguments.end());
    const Ended ended = run_kickpath(run);
    INFO(ended.err);
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(has(ended.err, said));
  }
  CHECK(scratch.files().empty());
}

TEST_CASE("A timeline that cannot be written is exit code 1, and says which") {
  for (const char* path : {"/nowhere/t.json", "/dev/full"}) {
    const Ended ended = run_kickpath({"run", one_vm, "--trace", path});
    CHECK(ended.code == 1);
    CHECK(has(ended.err, path));
  }
}

TEST_CASE("An interrupted run leaves no timeline") {
  const Scratch scratch;
  const Ended ended = signal_kickpath({"run", scenarios + "/smoke/two-vms-same-core.yaml", "--set",
                                       "run.duration=100 s", "--trace", scratch.path("t.json")},
                                      SIGINT, 0.5);
  CHECK(ended.code == 130);
  CHECK(scratch.files().empty());
}

TEST_CASE("Where no real run can be recorded, that is said before anything runs, and nothing is written") {
  std::error_code ignored;
  if (std::filesystem::exists("/sys/kernel/tracing/instances", ignored) &&
      std::filesystem::exists("/dev/kvm", ignored)) {
    WARN("skipped: this machine may record one (tests/kvm)");
    return;
  }
  const Scratch scratch;
  const Ended ended = run_kickpath({"run", one_vm, "--world", "kvm", "--set", "run.duration=100 s", "--trace",
                                    scratch.path("t.json"), "--trace-raw", scratch.path("t.txt")});
  // Exit code 2: this host's scheduler is another one than the scenario's.
  CHECK((ended.code == 3 || ended.code == 2));
  CHECK_FALSE(ended.err.empty());
  CHECK(scratch.files().empty());
}

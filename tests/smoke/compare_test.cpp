#include <csignal>

#include <catch2/catch.hpp>

#include "smoke.hpp"

using namespace kickpath::testing;

namespace {

/// Short runs of the smoke scenario, with what is given.
std::vector<std::string> short_comparison(std::vector<std::string> more) {
  std::vector<std::string> arguments{
      "compare", smoke("two-vms-same-core"), "--set", "run.duration=20 ms", "--budget", "8"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

const std::string other_core = "vms[0].placement.servers=other-core";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("With two VMs same-core beats other-core, and compare says so") {
  const Ended ended = run_kickpath(short_comparison({"--set-b", other_core}));
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  CHECK(has(ended.out, "A is better"));
  CHECK(has(ended.out, "its ops_per_s is higher by"));
  CHECK(has(ended.out, "--set " + other_core));
}

TEST_CASE("The other way round B is better, and two files do as well as one with settings") {
  const Ended turned = run_kickpath(short_comparison({"--set-a", other_core}));
  CHECK(has(turned.out, "B is better"));
  const Ended files = run_kickpath({"compare", smoke("one-vm-other-core"), smoke("synchronous-pio"), "--set",
                                    "run={warmup: 1 ms, duration: 5 ms}", "--objective", "full_exits_per_op",
                                    "--budget", "8"});
  INFO(files.out << files.err);
  CHECK(files.code == 0);
  CHECK(has(files.out, "A is better"));
}

TEST_CASE("A comparison is the same for any number of jobs, and with --json - alone on stdout") {
  const Ended one = run_kickpath(short_comparison({"--set-b", other_core, "-j", "1", "--json", "-"}));
  CHECK(one.code == 0);
  CHECK(one.out == run_kickpath(short_comparison({"--set-b", other_core, "-j", "5", "--json", "-"})).out);
  const auto json = nlohmann::json::parse(one.out);
  CHECK(json["schema"] == "kickpath.comparison/1");
  CHECK(json["b"]["set"][1] == other_core);
  CHECK(json["replicas"] == 8);
}

TEST_CASE("JSON and CSV go to files beside the text") {
  const Scratch scratch;
  const Ended ended = run_kickpath(short_comparison(
      {"--set-b", other_core, "--json", scratch.path("c.json"), "--csv", scratch.path("c.csv")}));
  CHECK(ended.code == 0);
  CHECK(has(ended.out, "A is better"));
  CHECK(nlohmann::json::parse(read_text(scratch.path("c.json")))["verdict"]["word"] == "a-is-better");
  CHECK(has(read_text(scratch.path("c.csv")), "\nops_per_s,true,8,"));
  CHECK(scratch.files().size() == 2);
}

TEST_CASE("The same scenario twice is called that, and not better") {
  const Ended ended = run_kickpath({"compare", smoke("two-vms-same-core"), smoke("two-vms-same-core"),
                                    "--set", "run.duration=5 ms", "--budget", "8"});
  CHECK(ended.code == 0);
  CHECK(has(ended.out, "A and B are the same scenario"));
  CHECK(has(ended.out, "no difference"));
}

TEST_CASE("An objective that a world cannot know fails the run, and says where") {
  const Ended ended = run_kickpath(short_comparison({"--set-b", other_core, "--objective", "boot_s"}));
  CHECK(ended.code == 1);
  CHECK(ended.out.empty());
  CHECK(has(ended.err, "boot_s is unknown in A, replica 0"));
}

TEST_CASE("Bad usage and bad input of compare are exit code 2, before anything runs") {
  const std::string good = smoke("two-vms-same-core");
  for (const auto& [arguments, said] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"compare", good}, "--set-a or --set-b"},
           {{"compare", good, smoke_folder}, "a comparison is of one with one"},
           {{"compare", good, "/nowhere.yaml"}, "/nowhere.yaml"},
           {{"compare", good, "--set-b", "vms[0].cuont=2"}, "cuont"},
           {{"compare", good, good, "--objective", "speed"}, "--objective"},
           {{"compare", good, good, "--budget", "3"}, "--budget"},
           {{"compare", good, good, "--budget", "8", "--min", "9"}, "--min 9 is more than --budget 8"},
           {{"compare", good, good, "--spending", "everything"}, "--spending"},
           {{"compare", good, good, "--json", "x", "--csv", "x"}, "cannot both go to 'x'"},
           {{"compare", good, good, "stray"}, "stray"}}) {
    const Ended ended = run_kickpath(arguments);
    INFO(ended.err);
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(has(ended.err, said));
  }
}

TEST_CASE("A mistake in the scenario of both sides is told once") {
  const Ended ended =
      run_kickpath({"compare", smoke("two-vms-same-core"), "--set", "vms[0].cuont=2", "--set-b", other_core});
  CHECK(ended.code == 2);
  CHECK(ended.err.find("cuont") == ended.err.rfind("vms[0].cuont") + std::string("vms[0].").size());
}

TEST_CASE("An interrupted comparison ends with 128 + n, and leaves neither files nor processes") {
  const Scratch scratch;
  const Ended ended = signal_kickpath({"compare", smoke("two-vms-same-core"), "--set", "run.duration=900 s",
                                       "--set-b", other_core, "--json", scratch.path("c.json")},
                                      SIGTERM, 0.5);
  CHECK(ended.code == 143);
  CHECK(ended.seconds < 10);
  CHECK(scratch.files().empty());
}

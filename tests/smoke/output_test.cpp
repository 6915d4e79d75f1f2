#include <csignal>

#include <catch2/catch.hpp>

#include "smoke.hpp"

using namespace kickpath::testing;

TEST_CASE("A person gets a table on stdout and nothing on stderr") {
  const Ended ended = run_kickpath({"run", smoke("one-vm-other-core")});
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  CHECK(ended.out.find("one-vm-other-core") != std::string::npos);
  CHECK(ended.out.find('{') == std::string::npos);
}

TEST_CASE("A file gets what stdout would get, and stdout the table") {
  const Scratch scratch;
  const Ended to_file = run_kickpath(
      {"run", smoke("one-vm-other-core"), "--json", scratch.path("r.json"), "--csv", scratch.path("r.csv")});
  CHECK(to_file.code == 0);
  CHECK(!to_file.out.empty());
  CHECK(read_text(scratch.path("r.json")) ==
        run_kickpath({"run", smoke("one-vm-other-core"), "--json", "-"}).out);
  CHECK(read_text(scratch.path("r.csv")) ==
        run_kickpath({"run", smoke("one-vm-other-core"), "--csv", "-"}).out);
  CHECK(scratch.files().size() == 2);
}

TEST_CASE("Several scenarios make a list") {
  const Ended ended =
      run_kickpath({"run", smoke("one-vm-other-core"), smoke("synchronous-pio"), "--json", "-"});
  CHECK(ended.code == 0);
  const auto results = nlohmann::json::parse(ended.out);
  REQUIRE(results.is_array());
  REQUIRE(results.size() == 2);
  CHECK(results[0]["scenario"]["name"] == "one-vm-other-core");
  CHECK(results[1]["scenario"]["name"] == "synchronous-pio");
}

TEST_CASE("An output that cannot be written is exit code 1, and says which") {
  const Ended ended = run_kickpath({"run", smoke("one-vm-other-core"), "--json", "/nowhere/r.json"});
  CHECK(ended.code == 1);
  CHECK(ended.err.find("/nowhere/r.json") != std::string::npos);
  CHECK(run_kickpath({"run", smoke("one-vm-other-core"), "--json", "/dev/full"}).code == 1);
}

TEST_CASE("An interrupted run ends with 128 + n and leaves no file") {
  for (const int signal : {SIGINT, SIGTERM}) {
    const Scratch scratch;
    const Ended ended = signal_kickpath(
        {"run", smoke("two-vms-same-core"), "--set", "run.duration=100 s", "--json", scratch.path("r.json")},
        signal, 0.5);
    CHECK(ended.code == 128 + signal);
    CHECK(scratch.files().empty());
  }
}

TEST_CASE("An interrupted run leaves an older result as it was") {
  const Scratch scratch;
  const std::string older = scratch.write("r.json", "older");
  const Ended ended = signal_kickpath(
      {"run", smoke("two-vms-same-core"), "--set", "run.duration=100 s", "--json", older}, SIGINT, 0.5);
  CHECK(ended.code == 130);
  CHECK(read_text(older) == "older");
}

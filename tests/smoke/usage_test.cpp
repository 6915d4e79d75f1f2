#include <cstdlib>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "smoke.hpp"

using namespace kickpath::testing;

TEST_CASE("Help and version go to stdout, with 0") {
  for (const char* option : {"--help", "--version"}) {
    const Ended ended = run_kickpath({option});
    CHECK(ended.code == 0);
    CHECK(ended.out.find("kickpath") != std::string::npos);
    CHECK(ended.err.empty());
  }
}

TEST_CASE("Bad usage is exit code 2") {
  const std::string good = smoke("one-vm-other-core");
  const std::vector<std::vector<std::string>> bad{{},
                                                  {"runn"},
                                                  {"run"},
                                                  {"run", good, "--wolrd", "sim"},
                                                  {"run", good, "--world", "moon"},
                                                  {"run", good, "--replicas", "0"},
                                                  {"run", good, "--seed", "-1"},
                                                  {"run", good, "--seed", "x"},
                                                  {"run", good, "--set", "seed"},
                                                  {"run", good, "--profile", "/nowhere.yaml"},
                                                  {"check"},
                                                  {"list", "nothing"},
                                                  {"schema", "nothing"}};
  for (const auto& arguments : bad) {
    const Ended ended = run_kickpath(arguments);
    INFO((arguments.empty() ? std::string{} : arguments.back()));
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(!ended.err.empty());
  }
}

TEST_CASE("A world that this machine does not have is exit code 3, and says what is missing") {
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  const Ended qemu = run_kickpath({"run", smoke("one-vm-other-core"), "--world", "qemu"});
  setenv("PATH", path.c_str(), 1);
  CHECK(qemu.code == 3);
  CHECK(qemu.out.empty());
  const bool has_kvm = qemu.err.find("/dev/kvm") == std::string::npos;
  if (has_kvm) CHECK(qemu.err.find("qemu-system-x86_64 is not in PATH") != std::string::npos);
  if (std::filesystem::exists("/dev/kvm")) {
    WARN("skipped: this machine has a KVM (tests/kvm)");
    return;
  }
  const Ended kvm = run_kickpath({"run", smoke("one-vm-other-core"), "--world", "kvm"});
  CHECK(kvm.code == 3);
  CHECK(kvm.out.empty());
  CHECK(kvm.err.find("/dev/kvm does not exist") != std::string::npos);
}

TEST_CASE("check accepts every file of the scenarios folder") {
  std::vector<std::string> arguments{"check"};
  for (const char* folder : {"smoke", "profiles", "published"})
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string{KICKPATH_SOURCES "/scenarios/"} + folder))
      if (entry.path().extension() == ".yaml") arguments.push_back(entry.path());
  arguments.push_back(KICKPATH_SOURCES "/validation/suites/kvm.yaml");
  CHECK(arguments.size() > 10);
  const Ended ended = run_kickpath(arguments);
  CHECK(ended.err == "");
  CHECK(ended.code == 0);
}

TEST_CASE("Every catalogue can be listed") {
  for (const char* name : {"policies", "paths", "interrupts", "devices", "backends", "servers", "workloads",
                           "components", "worlds"}) {
    const Ended ended = run_kickpath({"list", name});
    INFO(name);
    CHECK(ended.code == 0);
    CHECK(ended.out.size() > 20);
  }
  CHECK(run_kickpath({"list", "components"}).out.find("wake.idle_exit") != std::string::npos);
  CHECK(run_kickpath({"list", "policies"}).out.find("6.18") != std::string::npos);
}

TEST_CASE("Every schema is JSON Schema, draft 7") {
  for (const char* name : {"scenario", "profile", "suite", "measured"}) {
    const auto schema = nlohmann::json::parse(run_kickpath({"schema", name}).out);
    CHECK(schema["$schema"] == "http://json-schema.org/draft-07/schema#");
    CHECK(schema["properties"].contains("schema"));
    CHECK(schema["additionalProperties"] == false);
  }
}

// One file, two worlds: the real binary runs each smoke scenario in the simulator and on the KVM of this
// machine.
#include <algorithm>
#include <csignal>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "on_kvm.hpp"

using namespace kickpath::testing;
using Json = nlohmann::json;

namespace {

/// All keys of a result, with their levels; what a host is and what cores did differs between worlds.
std::set<std::string> keys_of(const Json& document, const std::string& prefix = "") {
  std::set<std::string> keys;
  for (const auto& [key, value] : document.items()) {
    const std::string name = prefix + key;
    keys.insert(name);
    if (value.is_object() && key != "by" && key != "versions" && key != "host" && key != "profile")
      keys.merge(keys_of(value, name + "."));
    if (value.is_array() && !value.empty() && value[0].is_object())
      keys.merge(keys_of(value[0], name + "[]."));
  }
  return keys;
}

/// Keys that are null in one world or the other have no members to compare.
std::set<std::string> without_members_of(std::set<std::string> keys, const std::vector<std::string>& nulls) {
  std::erase_if(keys, [&](const std::string& key) {
    return std::any_of(nulls.begin(), nulls.end(),
                       [&](const std::string& null) { return key.find(null + ".") != std::string::npos; });
  });
  return keys;
}

const std::vector<std::string> never_null{"ops_per_s",         "ops_per_cpu_s",
                                          "kicks_per_op",      "interrupts_per_op",
                                          "full_exits_per_op", "context_switches_per_op"};
const std::vector<std::string> may_be_null{"light_exits_per_op", "ipis_per_op", "line_transfers_per_op"};

}  // namespace

TEST_CASE("Each smoke scenario yields the same keys in both worlds, and what must be known is") {
  for (const std::string& path : smoke_scenarios()) {
    INFO(path);
    const Ended real = run_on_kvm(path, {"--json", "-"});
    INFO(real.err);
    REQUIRE(real.code == 0);
    const Json kvm = Json::parse(real.out);
    const Json sim = Json::parse(run_kickpath({"run", path, "--json", "-"}).out);
    CHECK(without_members_of(keys_of(kvm), may_be_null) == without_members_of(keys_of(sim), may_be_null));
    CHECK(kvm["world"] == "kvm");
    CHECK(kvm["profile"].is_null());
    CHECK(kvm["replicas"] == sim["replicas"]);
    CHECK(kvm["host"]["quiet"]["repeats"] == sim["replicas"]);
    CHECK(kvm["vms"].size() == sim["vms"].size());
    for (const std::string& key : never_null) CHECK(kvm["totals"][key].is_object());
    for (const char* key : {"mean", "p50", "p90", "p99", "p999", "max"})
      CHECK(kvm["totals"]["latency_ns"][key].is_object());
    CHECK(kvm["totals"]["ops_per_s"]["median"].get<double>() > 0);
  }
}

TEST_CASE("Both worlds count alike what a request does") {
  // Over to another core and back, without halt polling: the iothread leaves its core once, the vcpu once. It serves
  // for so long that the vcpu halts, however dear a halt is. On a busy host others take the core besides.
  const std::string path = smoke("one-vm-other-core");
  const std::vector<std::string> set{"--set", "vms[0].halt_poll.max=0 us", "--set",
                                     "vms[0].devices[0].backend={kind: fixed, service: 500 us}", "--json", "-"};
  const Json kvm = Json::parse(run_on_kvm(path, set).out);
  std::vector<std::string> arguments{"run", path};
  arguments.insert(arguments.end(), set.begin(), set.end());
  const Json sim = Json::parse(run_kickpath(arguments).out);
  for (const char* key : {"kicks_per_op", "interrupts_per_op", "full_exits_per_op", "partial_exits_per_op",
                          "context_switches_per_op"}) {
    INFO(key);
    const double predicted = sim["totals"][key]["mean"].get<double>();
    CHECK(kvm["totals"][key]["mean"].get<double>() == Approx(predicted).margin(0.3));
  }
}

TEST_CASE("What this host does not have is refused with its line, before anything starts") {
  const Ended ended =
      run_kickpath({"run", smoke("two-vms-same-core"), "--world", "kvm", "--set", "host.cores=1000"});
  CHECK(ended.code == 2);
  CHECK(ended.err.find("host.cores: this host lets the run use ") != std::string::npos);
  const Ended hypercall = run_kickpath({"run", smoke("two-vms-same-core"), "--world", "kvm", "--set",
                                        "vms[0].devices[0].kick=ioeventfd-hypercall"});
  CHECK(hypercall.code == 2);
  CHECK(hypercall.err.find("vms[0].devices[0].kick: no x86 KVM has a hypercall ioeventfd") !=
        std::string::npos);
}

TEST_CASE("A hung guest is killed after the stated time, reported, and leaves no file") {
  const Scratch scratch;
  const Ended ended =
      run_on_kvm(smoke("two-vms-same-core"),
                 {"--set", "vms[0].devices[0].backend.latency=1000 s", "--set", "run.duration=100 s",
                  "--guest-timeout", "1", "--json", scratch.path("r.json")});
  CHECK(ended.code == 1);
  CHECK(ended.err.find("hangs: no request completed for 1 s; it was killed") != std::string::npos);
  CHECK(ended.err.find("posted 16, completed 0") != std::string::npos);
  CHECK(scratch.files().empty());
}

TEST_CASE("Ctrl-C and SIGTERM end every VM and leave no file") {
  for (const int signal : {SIGINT, SIGTERM}) {
    const Scratch scratch;
    const auto arguments =
        on_kvm(smoke("two-vms-same-core"), {"--set", "run.duration=100 s", "--json", scratch.path("r.json")});
    const Ended ended = signal_kickpath(arguments, signal, 3);
    CHECK(ended.code == 128 + signal);
    CHECK(scratch.files().empty());
  }
}

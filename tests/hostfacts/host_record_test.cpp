#include "hostfacts/host_record.hpp"

#include <catch2/catch.hpp>

#include "fake_tree.hpp"

using namespace kickpath::hostfacts;
using kickpath::hostfacts::testing::FakeTree;
using Json = nlohmann::ordered_json;

namespace {

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

/// Is everything below null, an empty list or an empty object?
bool is_unknown(const Json& value) {
  if (!value.is_structured()) return value.is_null();
  for (const auto& item : value)
    if (!is_unknown(item)) return false;
  return true;
}

Json record_of(const FakeTree& tree) { return to_json(read_host_record(tree.files())); }

}  // namespace

TEST_CASE("A host that tells everything is recorded whole") {
  FakeTree tree;
  fill(tree);
  const Json record = record_of(tree);
  CHECK(record["cpu"] == Json{{"model", "Intel(R) Xeon(R) CPU X5570"},
                              {"online", 5},
                              {"smt", true},
                              {"microcode", "0x1d"},
                              {"virtual", true},
                              {"steady_tsc", true},
                              {"tsc_khz", 2926000}});
  CHECK(record["kernel"] == "6.12.3-arch1");
  CHECK(record["preemption"] == "voluntary");
  CHECK(record["scheduler"] == Json{{"policy", "eevdf"}, {"version", "6.12"}});
  CHECK(record["kvm"] ==
        Json{{"modules", {"kvm_intel"}},
             {"parameters", {{"kvm.halt_poll_ns", "200000"}, {"kvm_intel.enable_apicv", "Y"}}}});
  CHECK(record["idle"]["driver"] == "intel_idle");
  CHECK(record["idle"]["governor"] == "menu");
  REQUIRE(record["idle"]["states"].size() == 2);
  CHECK(record["idle"]["states"][0] == Json{{"name", "POLL"}, {"latency_us", 0}, {"disabled", false}});
  CHECK(record["idle"]["states"][1] == Json{{"name", "C6"}, {"latency_us", 133}, {"disabled", true}});
  CHECK(record["idle"]["guest_halt_poll_ns"] == 200000);
  CHECK(record["mitigations"] == Json{{"l1tf", "Not affected"}, {"meltdown", "Mitigation: PTI"}});
  CHECK(record["clocksource"] == "tsc");
}

TEST_CASE("A host that tells nothing has the same keys, all of them null") {
  FakeTree full;
  fill(full);
  const FakeTree empty;
  const Json known = record_of(full);
  Json unknown = record_of(empty);
  CHECK(keys(unknown) == keys(known));
  CHECK(keys(unknown["cpu"]) == keys(known["cpu"]));
  CHECK(keys(unknown["idle"]) == keys(known["idle"]));
  unknown.erase("hz");  // the running kernel's, whatever the tree
  CHECK(is_unknown(unknown));
}

TEST_CASE("Garbage in every file of a host is survived, and no number comes of it") {
  const std::string binary("\xff\0\x80: \n(\n", 8);
  for (const std::string& garbage :
       {binary, std::string(5000, '('), std::string(")((cpu 1 2"), std::string("\n")}) {
    FakeTree tree;
    fill(tree);
    for (const char* path : {"proc/cpuinfo", "proc/version", "proc/sys/kernel/osrelease", "proc/stat",
                             "sys/kernel/debug/sched/preempt", "sys/devices/system/cpu/online",
                             "sys/devices/system/cpu/smt/active", "sys/devices/system/cpu/cpu0/tsc_freq_khz",
                             "sys/devices/system/cpu/cpu0/cpuidle/state0/latency",
                             "sys/module/haltpoll/parameters/guest_halt_poll_ns"})
      tree.put(path, garbage);
    const Json record = record_of(tree);
    CHECK(record["cpu"]["model"].is_null());
    CHECK(record["cpu"]["online"].is_null());
    CHECK(record["cpu"]["smt"].is_null());
    CHECK(record["cpu"]["tsc_khz"].is_null());
    CHECK(record["scheduler"].is_null());
    CHECK(record["idle"]["states"][0]["latency_us"].is_null());
    CHECK(record["idle"]["guest_halt_poll_ns"].is_null());
    CHECK(!record.dump(-1, ' ', false, Json::error_handler_t::replace).empty());
  }
}

TEST_CASE("Without debugfs the kernel's banner says how it was built") {
  FakeTree tree;
  tree.put("proc/version", "Linux version 6.1 #1 SMP PREEMPT_RT Debian\n");
  CHECK(record_of(tree)["preemption"] == "PREEMPT_RT");
  tree.put("proc/version", "Linux version 6.1 #1 SMP Debian\n");
  CHECK(record_of(tree)["preemption"].is_null());
}

TEST_CASE("Without the flag of a hypervisor the host is bare metal; without flags nobody knows") {
  FakeTree tree;
  CHECK(record_of(tree.put("proc/cpuinfo", "flags : fpu hypervisors\n"))["cpu"]["virtual"] == false);
  CHECK(record_of(tree.put("proc/cpuinfo", "flags : fpu constant_tsc\n"))["cpu"]["steady_tsc"] == false);
  CHECK(record_of(tree.put("proc/cpuinfo", "model : 26\n"))["cpu"]["virtual"].is_null());
}

TEST_CASE("KVM without a vendor module is still KVM; modules named alike are not") {
  FakeTree tree;
  tree.put("sys/module/kvmgt/x", "");
  CHECK(record_of(tree)["kvm"].is_null());
  tree.put("sys/module/kvm/parameters/halt_poll_ns", "0\n");
  CHECK(record_of(tree)["kvm"] ==
        Json{{"modules", Json::array()}, {"parameters", {{"kvm.halt_poll_ns", "0"}}}});
}

TEST_CASE("The tick rate of this kernel is one that kernels have") {
  const auto hz = tick_hz();
  REQUIRE(hz);
  CHECK(*hz >= 24);
  CHECK(*hz <= 10'000);
}

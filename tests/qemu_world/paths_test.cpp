// Correctness, never rates: each kick path, server and completion on a real QEMU. Behind each result stands
// that every request that was posted has come back without error (qemu/qemu_vm.cpp, check_accounts).
#include <catch2/catch.hpp>

#include "on_qemu.hpp"

using namespace kickpath::testing;

namespace {

const std::string disk = "vms[0].devices[0].";
const std::string workload = "vms[0].workload.";

void check_completes(const Settings& settings, bool has_interrupts) {
  const OnQemu run = run_on_qemu(settings);
  INFO(run.ended.err);
  REQUIRE(run.ended.code == 0);
  CHECK(run.result["world"] == "qemu");
  CHECK(run.result["versions"]["qemu"].is_string());
  CHECK(run.per_op("ops_per_s") > 0);
  CHECK(run.per_op("ops_per_cpu_s") > 0);
  CHECK(run.per_op("kicks_per_op") <= 1);
  CHECK((run.per_op("interrupts_per_op") > 0) == has_interrupts);
  CHECK(run.per_op("context_switches_per_op") > 0);
  CHECK(run.result["totals"]["full_exits_per_op"].is_null());
  CHECK(run.result["totals"]["latency_ns"]["p50"]["mean"].get<double>() > 0);
}

}  // namespace

TEST_CASE("Every kick path with every server completes by interrupt") {
  const auto way = GENERATE(values<Settings>({
      {disk + "kick=userspace-pio", disk + "server={kind: vcpu}"},
      {disk + "kick=userspace-mmio", disk + "server={kind: vcpu}"},
      {disk + "kick=ioeventfd-pio", disk + "server={kind: main-loop}"},
      {disk + "kick=ioeventfd-mmio", disk + "server={kind: main-loop}"},
      {disk + "kick=ioeventfd-pio", disk + "server={kind: iothread, poll: 0 us}"},
      {disk + "kick=ioeventfd-mmio", disk + "server={kind: iothread, poll: 32 us}"},
  }));
  INFO(way[0] << ' ' << way[1]);
  check_completes(way, true);
}

TEST_CASE("Every kick path with every server completes by polling, without any interrupt") {
  auto way = GENERATE(values<Settings>({
      {disk + "kick=userspace-pio", disk + "server={kind: vcpu}"},
      {disk + "kick=userspace-mmio", disk + "server={kind: vcpu}"},
      {disk + "kick=ioeventfd-pio", disk + "server={kind: main-loop}"},
      {disk + "kick=ioeventfd-mmio", disk + "server={kind: main-loop}"},
      {disk + "kick=ioeventfd-pio", disk + "server={kind: iothread, poll: 0 us}"},
      {disk + "kick=ioeventfd-mmio", disk + "server={kind: iothread, poll: 32 us}"},
  }));
  INFO(way[0] << ' ' << way[1]);
  way.push_back(workload + "completion=poll");
  check_completes(way, false);
}

TEST_CASE("Each queue feature is negotiated, legacy and modern") {
  check_completes({disk + "queue={size: 128, suppression: event-idx, indirect: true}"}, true);
  check_completes(
      {disk + "queue={size: 128, suppression: event-idx, indirect: true}", disk + "kick=ioeventfd-pio"},
      true);
  check_completes({disk + "queue={layout: packed, suppression: event-idx}"}, true);
  check_completes({disk + "queue={layout: packed, suppression: flags}"}, true);
}

TEST_CASE("Each vcpu drives its queues, those without one sleep, and VMs run side by side") {
  const OnQemu run = run_on_qemu({"vms[0].count=2", "vms[0].vcpus=3", disk + "queues=2"});
  INFO(run.ended.err);
  REQUIRE(run.ended.code == 0);
  REQUIRE(run.result["vms"].size() == 2);
  for (const auto& vm : run.result["vms"]) CHECK(vm["ops_per_s"]["mean"].get<double>() > 0);
}

TEST_CASE("An open loop wakes by timer, and writes of a disk with latency come back") {
  check_completes(
      {"vms[0].workload={kind: open-loop, device: disk, arrivals: {exponential: 1 ms}, limit: 64}"}, true);
  check_completes({disk + "backend={kind: fixed, latency: 2 ms}", workload + "direction=write"}, true);
}

TEST_CASE("A latency of the disk is in every request's") {
  const OnQemu run = run_on_qemu({disk + "backend={kind: fixed, latency: 5 ms}", workload + "queue_depth=1"});
  INFO(run.ended.err);
  REQUIRE(run.ended.code == 0);
  // At most 1 s / 5 ms of them.
  CHECK(run.per_op("ops_per_s") <= 200);
  CHECK(run.result["totals"]["latency_ns"]["p50"]["mean"].get<double>() >=
        0.95 * 5e6);  // buckets of about 3 %
}

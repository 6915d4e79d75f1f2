#include <catch2/catch.hpp>

#include "hostfacts/cpu_list.hpp"
#include "measure/bench_guest_events.hpp"
#include "measure/bench_interrupts.hpp"
#include "real_machine.hpp"

using namespace kickpath;
using namespace kickpath::measure;
using namespace kickpath::testing;

/// The micro-benchmarks of KVM: that they end, and what is in their samples.
namespace {

using namespace std::chrono_literals;

const KvmHost& host_here() {
  static const KvmHost host{{}, rates_here()};
  return host;
}

Bench bench_of(std::chrono::nanoseconds time) {
  return {hostfacts::calibrate_tsc(), choose_cores(hostfacts::allowed_cores(), {}), {time, 20}, {}};
}

}  // namespace

TEST_CASE("An event that is over soon is timed for as long as the group may take") {
  Bench bench = bench_of(2s);
  const auto begin = std::chrono::steady_clock::now();
  const Samples samples = time_halt_service(bench, host_here());
  CHECK(std::chrono::steady_clock::now() - begin >= 2s);
  CHECK(samples.values.size() >= 20);
  for (const double value : samples.values) REQUIRE(value > 0);
}

TEST_CASE("Each event of the guest has its samples") {
  for (const auto time : {time_end_of_interrupt, time_halt_service, time_timed_halt}) {
    Bench bench = bench_of(100ms);
    CHECK(time(bench, host_here()).values.size() >= 20);
  }
  for (const auto path : {notify::KickPathKind::ioeventfd_pio, notify::KickPathKind::ioeventfd_mmio,
                          notify::KickPathKind::userspace_pio, notify::KickPathKind::userspace_mmio}) {
    Bench bench = bench_of(100ms);
    CHECK(time_kicks(bench, host_here(), path).values.size() >= 20);
  }
}

TEST_CASE("An interrupt is sent, handled and seen in this order") {
  Bench bench = bench_of(200ms);
  if (!bench.cores().other) return;
  const Delivery delivery =
      deliver_interrupts(bench, host_here(), Target::blocked, notify::InterruptPathKind::irqfd,
                         bench.cores().home, *bench.cores().other);
  // It throws where a handler looks before the call, or ring 3 knows before the handler does. The two are of
  // two guests, whose handlers do look at the counter and do not.
  for (const Samples* samples : {&delivery.sender, &delivery.handler, &delivery.seen}) {
    REQUIRE(samples->values.size() >= 20);
    for (const double ns : samples->values) REQUIRE(ns > 0);
  }
}

// From the server's interrupt to the guest, and whose interrupt it is.
#include <catch2/catch.hpp>

#include "events.hpp"

using namespace kickpath::tracefiles;
using namespace kickpath::tracefiles::testing;

namespace {

constexpr int vcpu = 20, server = 21, vcpu_b = 40, server_b = 41;

std::vector<TraceEvent> operator+(std::vector<TraceEvent> a, const std::vector<TraceEvent>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// Makes known who serves whom.
std::vector<TraceEvent> acquainted(int who, int served_by, std::uint32_t apic_id = 0) {
  return {enter({-9, 0, who}, apic_id), kick({-8, 0, who}), waking({-7, 0, who}, served_by, 1)};
}

Samples interrupts_of(const std::vector<TraceEvent>& events) {
  Samples samples = samples_of(events);
  std::erase_if(samples, [](const auto& phase) {
    return !phase.first.starts_with("interrupt.to_vcpu") && !phase.first.starts_with("interrupt.to_eoi") &&
           !phase.first.starts_with("vcpu_");
  });
  return samples;
}

}  // namespace

TEST_CASE("A guest that runs is interrupted") {
  CHECK(interrupts_of(acquainted(vcpu, server) + std::vector{raise({0, 1, server}), eoi({17, 0, vcpu})}) ==
        Samples{{"interrupt.to_eoi.running", {17 - 0}}});
}

TEST_CASE("A second interrupt before the first is answered makes neither a sample") {
  CHECK(interrupts_of(acquainted(vcpu, server) +
                      std::vector{raise({0, 1, server}), raise({5, 1, server}), eoi({17, 0, vcpu})})
            .empty());
}

TEST_CASE("A guest that halts: its vcpu polls") {
  CHECK(interrupts_of(acquainted(vcpu, server) + std::vector{raise({0, 1, server}),
                                                             halt_ends({1, 0, vcpu}, true),
                                                             enter({4, 0, vcpu}), eoi({7, 0, vcpu})}) ==
        Samples{{"interrupt.to_vcpu_wakeup.polling", {1 - 0}},
                {"vcpu_wakeup.to_entry", {4 - 1}},
                {"vcpu_wakeup.to_eoi", {7 - 1}}});
}

TEST_CASE("A guest that halts: its vcpu is blocked on an idle core") {
  const Samples samples = samples_of(acquainted(vcpu, server) + std::vector{
                                                                    swap({-5, 0, vcpu}, 'S', 0),
                                                                    raise({0, 1, server}),
                                                                    waking({2, 1, server}, vcpu, 0),
                                                                    wakeup({14, 0, 0}, vcpu, 0),
                                                                    swap({17, 0, 0}, 'R', vcpu),
                                                                    halt_ends({20, 0, vcpu}, false),
                                                                    eoi({27, 0, vcpu}),
                                                                });
  const Samples expected{
      {"kick.to_waking", {1}},
      {"interrupt.to_waking", {2 - 0}},
      {"vcpu_waking.to_wakeup.idle_core", {14 - 2}},
      {"vcpu_waking.to_switch.idle_core", {17 - 2}},
      {"vcpu_wakeup.to_switch.idle_core", {17 - 14}},
      {"switch.to_vcpu_wakeup", {20 - 17}},
      {"interrupt.to_vcpu_wakeup.blocked", {20 - 0}},
      {"vcpu_wakeup.to_eoi", {27 - 20}},
  };
  CHECK(samples == expected);
}

TEST_CASE("Two VMs have vcpus of the same APIC id: an interrupt is for the one that its server serves") {
  CHECK(interrupts_of(acquainted(vcpu, server) + acquainted(vcpu_b, server_b) +
                      std::vector{raise({0, 1, server_b}), raise({1, 1, server}),
                                  halt_ends({3, 0, vcpu_b}, true), halt_ends({8, 1, vcpu}, true)}) ==
        Samples{{"interrupt.to_vcpu_wakeup.polling", {3 - 0, 8 - 1}}});
}

TEST_CASE("Two vcpus share a server: an interrupt is for the one with its APIC id") {
  CHECK(interrupts_of(acquainted(vcpu, server, 0) + acquainted(vcpu_b, server, 1) +
                      std::vector{raise({0, 1, server}, 1), raise({1, 1, server}, 0),
                                  halt_ends({3, 0, vcpu_b}, true), halt_ends({8, 1, vcpu}, true)}) ==
        Samples{{"interrupt.to_vcpu_wakeup.polling", {3 - 0, 8 - 1}}});
}

TEST_CASE("An interrupt that might be for either of two vcpus is nobody's") {
  // Nobody has kicked this server yet.
  CHECK(interrupts_of({enter({-9, 0, vcpu}), enter({-8, 1, vcpu_b}), raise({0, 1, server}),
                       halt_ends({3, 0, vcpu}, true)})
            .empty());
  CHECK(interrupts_of({enter({-9, 0, vcpu}), enter({-8, 1, vcpu_b}, 1), raise({0, 1, server}),
                       halt_ends({3, 0, vcpu}, true)}) ==
        Samples{{"interrupt.to_vcpu_wakeup.polling", {3 - 0}}});
}

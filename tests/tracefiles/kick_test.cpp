// Exits, kicks and entries of a vcpu; the server's part.
#include <catch2/catch.hpp>

#include "events.hpp"

using namespace kickpath::tracefiles;
using namespace kickpath::tracefiles::testing;

namespace {
constexpr int vcpu = 20, server = 21, stranger = 30;
}

TEST_CASE("A kick that wakes nobody: exit to handler, handler to entry") {
  const Samples samples = samples_of({leave({0, 0, vcpu}), kick({3, 0, vcpu}), enter({7, 0, vcpu})});
  CHECK(samples == Samples{{"exit.to_kick.pio", {3 - 0}}, {"kick.to_entry", {7 - 3}}});
}

TEST_CASE("A kick that wakes its server on the vcpu's core") {
  const Samples samples = samples_of({
      leave({0, 0, vcpu}),
      kick({3, 0, vcpu}),
      waking({5, 0, vcpu}, server, 0),
      wakeup({6, 0, vcpu}, server, 0),
      swap({9, 0, vcpu}, 'R', server),
      raise({19, 0, server}),
      swap({23, 0, server}, 'S', vcpu),
      enter({30, 0, vcpu}),
      leave({40, 0, vcpu}),
      eoi({42, 0, vcpu}),
      enter({44, 0, vcpu}),
      leave({50, 0, vcpu}),
      kick({53, 0, vcpu}),
  });
  CHECK(samples == Samples{
                       {"exit.to_kick.pio", {3 - 0, 53 - 50}},
                       {"kick.to_waking", {5 - 3}},
                       {"kick.to_wakeup", {6 - 3}},
                       {"server_waking.to_switch.same_core", {9 - 5}},
                       {"server_wakeup.to_switch.same_core", {9 - 6}},
                       {"switch.to_interrupt", {19 - 9}},
                       {"interrupt.to_sleep", {23 - 19}},
                       {"resume.to_entry", {30 - 23}},
                       {"resume.to_eoi", {42 - 23}},
                       {"eoi.to_kick", {53 - 42}},
                   });
}

TEST_CASE("The waker of another core enters its guest again") {
  const Samples samples =
      samples_of({kick({0, 0, vcpu}), waking({2, 0, vcpu}, server, 1), enter({9, 0, vcpu})});
  CHECK(samples == Samples{{"kick.to_waking", {2 - 0}}, {"waking.to_entry", {9 - 2}}});
}

TEST_CASE("An exit to userspace, and back") {
  const Samples samples = samples_of({
      kick({0, 0, vcpu}),
      userspace_exit({4, 0, vcpu}),
      enter({30, 0, vcpu}),
      leave({33, 0, vcpu}),
      kick({35, 0, vcpu}),
  });
  CHECK(samples == Samples{{"kick.to_userspace_exit", {4 - 0}},
                           {"userspace_exit.to_entry", {30 - 4}},
                           {"userspace_exit.to_kick", {35 - 4}},
                           {"exit.to_kick.pio", {35 - 33}}});
}

TEST_CASE("A signal's exit is nobody's userspace exit") {
  CHECK(samples_of({userspace_exit({0, 0, vcpu}, "restart"), enter({5, 0, vcpu})}).empty());
}

TEST_CASE("Writes to the APICs and reads are no kicks") {
  for (const std::uint64_t address : {0xfee000b0ull, 0xfec00000ull}) {
    TraceEvent write = event({1, 0, vcpu}, EventKind::kvm_mmio);
    write.is_write = true;
    write.address = address;
    CHECK(samples_of({leave({0, 0, vcpu}), write}).empty());
    write.address += 0x1000;
    CHECK(samples_of({leave({0, 0, vcpu}), write}) == Samples{{"exit.to_kick.mmio", {1}}});
  }
  CHECK(samples_of({leave({0, 0, vcpu}), event({1, 0, vcpu}, EventKind::kvm_pio)}).empty());
}

TEST_CASE("What interrupts a phase spoils it") {
  TraceEvent tick = waking({2, 0, vcpu}, stranger, 0);
  tick.is_in_interrupt = true;
  CHECK(samples_of({kick({0, 0, vcpu}), tick, enter({9, 0, vcpu})}).empty());
  CHECK(samples_of({kick({0, 0, vcpu}), swap({1, 0, vcpu}, 'R', stranger), swap({5, 0, stranger}, 'S', vcpu),
                    waking({6, 0, vcpu}, server, 1)})
            .empty());
}

TEST_CASE("A server that is preempted at work has no work time") {
  const Samples samples = samples_of({
      kick({0, 0, vcpu}),
      waking({1, 0, vcpu}, server, 1),
      swap({5, 1, 0}, 'R', server),
      swap({6, 1, server}, 'R', stranger),
      swap({50, 1, stranger}, 'S', server),
      raise({55, 1, server}),
  });
  CHECK(samples.count("switch.to_interrupt") == 0);
}

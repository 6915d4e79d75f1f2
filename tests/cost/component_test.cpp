#include <set>

#include <catch2/catch.hpp>

#include "cost/cost_profile.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::cost;

TEST_CASE("Every component has a name of its own, by which it is found") {
  std::set<std::string_view> names;
  for (const ComponentInfo& entry : components) {
    CHECK_FALSE(entry.name.empty());
    CHECK_FALSE(entry.from.empty());
    CHECK(names.insert(entry.name).second);
    CHECK(component_named(entry.name) == entry.component);
    CHECK(info(entry.component).name == entry.name);
  }
}

TEST_CASE("No component has a name that is nearly one") {
  CHECK(component_named("exit.pio") == Component::exit_pio);
  CHECK_FALSE(component_named("exit_pio"));
  CHECK_FALSE(component_named("exit.pi"));
  CHECK_FALSE(component_named("exit.pio "));
  CHECK_FALSE(component_named(""));
}

TEST_CASE("The components of design.md section 5 are all there") {
  for (const char* name : {"exit.pio",           "exit.mmio_decode",
                           "exit.mmio_wildcard", "exit.hypercall",
                           "exit.userspace",     "eventfd.signal",
                           "eventfd.write",      "eventfd.read",
                           "epoll.ready",        "syscall",
                           "sched.switch",       "sched.vcpu_out",
                           "sched.vcpu_in",      "wake.local",
                           "wake.remote",        "wake.ipi_busy",
                           "wake.idle_exit",     "sched.migrate",
                           "sched.tick",         "irq.irqfd",
                           "irq.ioctl",          "irq.kick_guest",
                           "irq.inject",         "irq.eoi",
                           "irq.return",         "halt.enter",
                           "halt.poll_exit",     "halt.unblock",
                           "ring.post",          "ring.kick_test",
                           "ring.reap",          "ring.pop",
                           "ring.push",          "ring.interrupt_test",
                           "line.transfer",      "copy.per_byte"}) {
    INFO(name);
    CHECK(component_named(name));
  }
}

TEST_CASE("A component that a profile does not name costs nothing") {
  CostProfile profile;
  for (const ComponentInfo& entry : components)
    CHECK(profile[entry.component].value == Distribution::fixed(0_ps));
  profile[Component::syscall].value = Distribution::fixed(90_ns);
  CHECK(profile[Component::syscall].value.mean() == 90_ns);
  CHECK(profile[Component::eventfd_read].value.mean() == 0_ns);
}

#include <type_traits>

#include <catch2/catch.hpp>

#include "notify/intx_ioctl.hpp"
#include "notify/intx_resample.hpp"
#include "notify/irqfd.hpp"
#include "notify/msi_message.hpp"
#include "notify/msix_vector.hpp"
#include "support/distinct_costs.hpp"
#include "support/scripted_vcpu.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using vcpu::ExitKind;

/// Between a queue and its guest: masks, lines (mechanisms.md section 2). The vcpu is on core 0, who
/// interrupts on core 1.
namespace {

constexpr vcpu::Vector vector = 7;
constexpr Duration irqfd_assign{820'057};

cost::CostProfile profile() {
  cost::CostProfile p = ps::profile();
  p[Component::irqfd_assign].value = Distribution::fixed(irqfd_assign);
  return p;
}

struct Scene {
  using Server = std::function<void(Scene&, host::Task&)>;

  explicit Scene(ScriptedVcpu::Guest guest, const vcpu::VcpuSpec& spec = without_halt_poll())
      : machine(host_of(2), profile()), target(machine, spec, std::move(guest)) {}

  void run(Server server) {
    machine.task("server", 1, [this, server = std::move(server)](host::Task& self) { server(*this, self); });
    machine.run_until(20_ms);
  }
  Duration timed(const std::function<void()>& act) {
    const Duration begun = machine.now();
    act();
    return machine.now() - begun;
  }

  ScriptedHost machine;
  ScriptedVcpu target;
};

/// An MSI-X vector behind an irqfd or an ioctl.
template <class Path>
struct MsixScene : Scene {
  explicit MsixScene(ScriptedVcpu::Guest guest) : Scene(std::move(guest)) {}
  Path path{machine.host};
  notify::MsiMessage message{target.vcpu, vector};
  notify::MsixVector entry{path, message};
};

void stays_halted(vcpu::Vcpu& guest) { guest.halt(); }

}  // namespace

TEST_CASE("An unmasked vector costs what its path costs") {
  MsixScene<notify::IrqFd> scene{stays_halted};
  scene.run([&](Scene& s, host::Task& self) {
    self.kernel(1_ms);  // until the guest is halted
    CHECK(s.timed([&] { scene.entry.notify(self); }) == ps::irqfd + ps::wake_remote + ps::ipi_send_idle);
  });
  CHECK(scene.target.interrupts.size() == 1);
}

TEST_CASE(
    "Events that come while an irqfd's vector is masked stay in its eventfd, and are delivered once on "
    "unmask") {
  MsixScene<notify::IrqFd> scene{stays_halted};
  scene.run([&](Scene& s, host::Task& self) {
    CHECK(s.timed([&] { scene.entry.mask(self); }) == irqfd_assign);
    CHECK(s.timed([&] { scene.entry.notify(self); }) == ps::eventfd_write);
    scene.entry.notify(self);
    scene.entry.notify(self);
    self.kernel(5_ms);
    CHECK(s.target.interrupts.empty());
    CHECK(scene.entry.is_pending());
    CHECK(s.timed([&] { scene.entry.unmask(self); }) == irqfd_assign + ps::wake_remote + ps::ipi_send_idle);
    CHECK_FALSE(scene.entry.is_pending());
    self.kernel(5_ms);
  });
  CHECK(scene.target.interrupts.size() == 1);
}

TEST_CASE("A masked event of the ioctl path is a bit that costs nothing until it is sent") {
  MsixScene<notify::IoctlInjection> scene{stays_halted};
  scene.run([&](Scene& s, host::Task& self) {
    self.kernel(1_ms);
    CHECK(s.timed([&] {
      scene.entry.mask(self);
      scene.entry.notify(self);
      scene.entry.notify(self);
    }) == 0_us);
    CHECK(s.timed([&] { scene.entry.unmask(self); }) == ps::ioctl + ps::wake_remote + ps::ipi_send_idle);
  });
  CHECK(scene.target.interrupts.size() == 1);
}

TEST_CASE("Nothing is delivered on unmask when nothing came, and nothing twice") {
  MsixScene<notify::IrqFd> scene{stays_halted};
  scene.run([&](Scene&, host::Task& self) {
    for (int i = 0; i < 3; ++i) {
      scene.entry.mask(self);
      scene.entry.mask(self);
      if (i == 1) scene.entry.notify(self);
      scene.entry.unmask(self);
      scene.entry.unmask(self);
      self.kernel(1_ms);
    }
  });
  CHECK(scene.target.interrupts.size() == 1);
}

TEST_CASE(
    "While the VM stands still a vector keeps its event, masked or not, and whichever ends last delivers "
    "it") {
  MsixScene<notify::IrqFd> scene{stays_halted};
  scene.run([&](Scene& s, host::Task& self) {
    scene.entry.vm_stops(self);
    scene.entry.mask(self);
    scene.entry.notify(self);
    scene.entry.vm_runs(self);
    self.kernel(1_ms);
    CHECK(s.target.interrupts.empty());
    scene.entry.unmask(self);
    self.kernel(1_ms);
    CHECK(s.target.interrupts.size() == 1);
  });
}

namespace {

/// Two devices on one line. Reading an ISR is an exit to userspace; the guest then reaps, which nobody sees
/// here.
template <class Pin>
struct LineScene : Scene {
  explicit LineScene(ScriptedVcpu::Guest guest, const vcpu::VcpuSpec& spec = without_halt_poll())
      : Scene(std::move(guest), spec) {}
  notify::IntxLine line{machine.host, target.vcpu, vector};
  Pin disk{line}, net{line};
};

constexpr Duration isr_read = ps::exit_pio + ps::exit_userspace;

}  // namespace

TEMPLATE_TEST_CASE("Each interrupt of a line costs a read of every ISR on it and an EOI, also with APICv", "",
                   notify::IntxResample, notify::IntxIoctl) {
  for (const bool apicv : {false, true}) {
    vcpu::VcpuSpec spec = without_halt_poll();
    spec.apicv = apicv;
    LineScene<TestType> scene{stays_halted, spec};
    Duration woken{};
    scene.run([&](Scene& s, host::Task& self) {
      self.kernel(100_us);
      scene.disk.notify(self);
      woken = s.machine.now();
    });
    CHECK(scene.target.interrupts.size() == 1);
    CHECK(scene.target.exits[ExitKind::pio] == 2);  // two devices, two reads
    CHECK(scene.target.exits[ExitKind::eoi] == 1);
    CHECK_FALSE(scene.line.is_up());
    // The handler's end is the second device's: both reads lie before it.
    constexpr bool is_ioctl = std::is_same_v<TestType, notify::IntxIoctl>;
    const Duration handled = woken + ps::idle_exit + ps::sched_switch + ps::unblock + ps::inject +
                             2 * isr_read + (is_ioctl ? ps::ioctl : 0_us);
    CHECK(scene.target.interrupts.at(0).second == handled);
  }
}

TEMPLATE_TEST_CASE("A line stays up until each of the devices that share it is served", "",
                   notify::IntxResample, notify::IntxIoctl) {
  LineScene<TestType> scene{stays_halted};
  scene.run([&](Scene&, host::Task& self) {
    self.kernel(100_us);
    scene.disk.notify(self);
    scene.net.notify(self);  // while the first is delivered: no second interrupt, one handler reads both
    self.kernel(5_ms);
  });
  CHECK(scene.target.interrupts.size() == 1);
  CHECK_FALSE(scene.disk.has_something_to_tell());
  CHECK_FALSE(scene.net.has_something_to_tell());
  CHECK_FALSE(scene.line.is_up());
}

TEMPLATE_TEST_CASE("A device that has more to tell after its ISR was read is heard after the EOI", "",
                   notify::IntxResample, notify::IntxIoctl) {
  LineScene<TestType> scene{stays_halted};
  scene.target.vcpu.on_interrupt([&](vcpu::Vector) {  // the ISRs are read; the EOI is not written yet
    scene.target.interrupts.emplace_back(vector, scene.machine.now());
    if (scene.target.interrupts.size() == 1) scene.net.notify(scene.target.vcpu.task());
  });
  scene.run([&](Scene&, host::Task& self) {
    self.kernel(100_us);
    scene.disk.notify(self);
    self.kernel(5_ms);
  });
  CHECK(scene.target.interrupts.size() == 2);
  CHECK(scene.target.exits[ExitKind::eoi] == 2);
  CHECK_FALSE(scene.line.is_up());
}

TEST_CASE(
    "An EOI of a line whose device tells again re-raises it through the resamplefd, and one that does not, "
    "not") {
  for (const bool again : {false, true}) {
    LineScene<notify::IntxResample> scene{stays_halted};
    scene.target.vcpu.on_interrupt([&](vcpu::Vector) {
      scene.target.interrupts.emplace_back(vector, scene.machine.now());
      if (again && scene.target.interrupts.size() == 1) scene.disk.notify(scene.target.vcpu.task());
    });
    scene.run([&](Scene&, host::Task& self) { scene.disk.notify(self); });
    CHECK(scene.target.interrupts.size() == (again ? 2 : 1));
  }
}

TEST_CASE(
    "A line that is raised again and again from another core never loses what it was raised for, nor stays "
    "up") {
  LineScene<notify::IntxResample> irqfd{stays_halted};
  engine::RandomStream random{3, "line"};
  irqfd.run([&](Scene&, host::Task& self) {
    for (int i = 0; i < 500; ++i) {
      (random.bits() % 2 == 0 ? irqfd.disk : irqfd.net).notify(self);
      self.kernel(Duration{static_cast<std::int64_t>(random.bits() % 20'000'000)});
    }
  });
  CHECK_FALSE(irqfd.disk.has_something_to_tell());
  CHECK_FALSE(irqfd.net.has_something_to_tell());
  CHECK_FALSE(irqfd.line.is_up());
  CHECK(irqfd.target.interrupts.size() > 100);
}

TEST_CASE("A level that two threads move by ioctl at the same time ends as the device says") {
  LineScene<notify::IntxIoctl> scene{stays_halted};
  engine::RandomStream random{5, "line"};
  scene.run([&](Scene&, host::Task& self) {
    for (int i = 0; i < 500; ++i) {
      (random.bits() % 2 == 0 ? scene.disk : scene.net).notify(self);
      self.kernel(Duration{static_cast<std::int64_t>(random.bits() % 20'000'000)});
    }
  });
  CHECK_FALSE(scene.line.is_up());
  CHECK_FALSE(scene.disk.has_something_to_tell());
  CHECK(scene.target.interrupts.size() > 100);
}

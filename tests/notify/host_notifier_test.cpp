#include "notify/host_notifier.hpp"

#include <catch2/catch.hpp>

#include "notify/doorbell.hpp"
#include "notify/kick_catalogue.hpp"
#include "support/distinct_costs.hpp"
#include "support/scripted_vcpu.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using notify::HostNotifier;
using Event = HostNotifier::Event;
using Outcome = HostNotifier::Outcome;
using State = HostNotifier::State;

/// The state machine of mechanisms.md section 1, with the side effects on kicks.
namespace {

const notify::Doorbell doorbell = *notify::doorbell_of(notify::KickPathKind::ioeventfd_pio, 0, 0);

struct Bench {
  explicit Bench(bool has_many_ioeventfds, const std::function<void(Bench&, vcpu::Vcpu&)>& script)
      : machine(host_of(1), ps::profile()), event(machine.host),
        ways(notify::make_kick_ways(notify::KickPathKind::ioeventfd_pio, event,
                                    [this](vcpu::Vcpu&) { ++synchronous; })),
        bus(has_many_ioeventfds ? 7 : 6), notifier({bus, doorbell, event, *ways.ioeventfd, *ways.userspace,
                                                    [this](host::Task&) { ++drained; }}),
        target(machine, without_halt_poll(), [this, script](vcpu::Vcpu& vcpu) { script(*this, vcpu); }) {
    machine.run_until(20_ms);
  }

  Outcome tell(Event event_) { return notifier.handle(event_, target.vcpu.task()); }
  void lead_to(State state, bool is_driver_ok) {
    if (is_driver_ok) tell(Event::driver_ok);
    if (state == State::offlimits) tell(Event::vhost_takes);
  }

  ScriptedHost machine;
  notify::EventFd event;
  notify::KickWays ways;
  notify::IoBus bus;
  HostNotifier notifier;
  ScriptedVcpu target;
  int synchronous = 0, drained = 0;
};

struct Row {
  State from;
  bool is_driver_ok;  ///< before the event
  Event event;
  State to;
  Outcome outcome;
};

void check(const Row& row, bool has_many_ioeventfds) {
  Bench bench(has_many_ioeventfds, [&](Bench& b, vcpu::Vcpu&) {
    b.lead_to(row.from, row.is_driver_ok);
    INFO(name_of(row.from) << ", event " << static_cast<int>(row.event)
                           << ", driver ok before: " << row.is_driver_ok);
    CHECK(b.notifier.state() == row.from);
    CHECK(b.tell(row.event) == row.outcome);
    CHECK(b.notifier.state() == row.to);
  });
}

constexpr auto deassigned = State::deassigned, assigned = State::assigned, offlimits = State::offlimits;

}  // namespace

TEST_CASE("Each event in each state leads where the table says") {
  const Row rows[] = {
      {deassigned, false, Event::driver_ok, assigned, Outcome::moved},
      {deassigned, false, Event::vhost_takes, offlimits, Outcome::moved},
      {deassigned, false, Event::vhost_returns, deassigned, Outcome::invalid},
      {deassigned, false, Event::reset, deassigned, Outcome::stayed},
      {deassigned, false, Event::driver_clears_ok, deassigned, Outcome::stayed},
      {deassigned, false, Event::vm_stops, deassigned, Outcome::stayed},
      {deassigned, false, Event::vm_runs, deassigned, Outcome::stayed},
      {assigned, true, Event::driver_ok, assigned, Outcome::stayed},
      {assigned, true, Event::vhost_takes, offlimits, Outcome::moved},
      {assigned, true, Event::vhost_returns, assigned, Outcome::invalid},
      {assigned, true, Event::reset, deassigned, Outcome::moved},
      {assigned, true, Event::driver_clears_ok, deassigned, Outcome::moved},
      {assigned, true, Event::vm_stops, deassigned, Outcome::moved},
      {assigned, true, Event::vm_runs, assigned, Outcome::stayed},
      {offlimits, true, Event::driver_ok, offlimits, Outcome::stayed},
      {offlimits, true, Event::vhost_takes, offlimits, Outcome::invalid},
      {offlimits, true, Event::vhost_returns, assigned, Outcome::moved},
      {offlimits, false, Event::vhost_returns, deassigned, Outcome::moved},
      {offlimits, true, Event::reset, offlimits, Outcome::stayed},
      {offlimits, true, Event::driver_clears_ok, offlimits, Outcome::stayed},
      {offlimits, true, Event::vm_stops, offlimits, Outcome::stayed},
      {offlimits, true, Event::vm_runs, offlimits, Outcome::stayed},
  };
  for (const Row& row : rows) check(row, true);
}

TEST_CASE("On a bus of six devices the device model gets no ioeventfd, and vhost does") {
  const Row rows[] = {
      {deassigned, false, Event::driver_ok, deassigned, Outcome::refused},
      {deassigned, true, Event::vm_runs, deassigned, Outcome::refused},
      {deassigned, true, Event::vhost_takes, offlimits, Outcome::moved},
      {offlimits, true, Event::vhost_returns, deassigned, Outcome::moved},
  };
  for (const Row& row : rows) check(row, false);
}

TEST_CASE(
    "Somebody else's doorbell at the same place: the transition fails, nothing changes, and kicks stay "
    "synchronous") {
  Bench bench(true, [](Bench& b, vcpu::Vcpu& vcpu) {
    notify::EventFd other(b.machine.host);
    REQUIRE(b.bus.assign(doorbell.bus, doorbell.match, other) == notify::IoBus::Outcome::assigned);
    CHECK(b.tell(Event::driver_ok) == Outcome::refused);
    CHECK(b.tell(Event::vhost_takes) == Outcome::refused);
    CHECK(b.notifier.state() == deassigned);
    b.notifier.kick(vcpu);
    CHECK(b.synchronous == 1);
    // It goes away; the next event that leads there finds the place free.
    REQUIRE(b.bus.deassign(doorbell.bus, doorbell.match, other));
    CHECK(b.tell(Event::vhost_takes) == Outcome::moved);
    CHECK(b.notifier.state() == offlimits);
  });
}

TEST_CASE("While a queue has an ioeventfd the bus finds its event by the guest's write, and not afterwards") {
  Bench bench(true, [](Bench& b, vcpu::Vcpu&) {
    const notify::DoorbellWrite write{doorbell.match.address, 2, 0};
    CHECK(b.bus.find(notify::BusKind::pio, write) == nullptr);
    b.tell(Event::driver_ok);
    CHECK(b.bus.find(notify::BusKind::pio, write) == &b.event);
    b.tell(Event::vhost_takes);
    CHECK(b.bus.find(notify::BusKind::pio, write) == &b.event);
    b.tell(Event::vhost_returns);
    b.tell(Event::reset);
    CHECK(b.bus.find(notify::BusKind::pio, write) == nullptr);
  });
}

TEST_CASE("A VM that stops and runs again gets its ioeventfd back") {
  Bench bench(true, [](Bench& b, vcpu::Vcpu&) {
    b.tell(Event::driver_ok);
    b.tell(Event::vm_stops);
    CHECK(b.tell(Event::vm_runs) == Outcome::moved);
    CHECK(b.notifier.state() == assigned);
  });
}

TEST_CASE("A VM that was reset while it stood still has no ioeventfd when it runs again") {
  Bench bench(true, [](Bench& b, vcpu::Vcpu&) {
    b.tell(Event::driver_ok);
    b.tell(Event::vm_stops);
    b.tell(Event::reset);
    CHECK(b.tell(Event::vm_runs) == Outcome::stayed);
    CHECK(b.notifier.state() == deassigned);
  });
}

TEST_CASE("What vhost gives back while the VM stands still is not assigned") {
  Bench bench(true, [](Bench& b, vcpu::Vcpu&) {
    b.lead_to(offlimits, true);
    b.tell(Event::vm_stops);
    CHECK(b.tell(Event::vhost_returns) == Outcome::moved);
    CHECK(b.notifier.state() == deassigned);
  });
}

TEST_CASE("A kick is synchronous while deassigned, and a signal otherwise") {
  Bench bench(true, [](Bench& b, vcpu::Vcpu& vcpu) {
    b.notifier.kick(vcpu);
    CHECK(b.synchronous == 1);
    CHECK_FALSE(b.event.is_signalled());
    b.tell(Event::driver_ok);
    b.notifier.kick(vcpu);
    CHECK(b.synchronous == 1);
    CHECK(b.event.is_signalled());
    b.tell(Event::vhost_takes);
    b.notifier.kick(vcpu);
    CHECK(b.synchronous == 1);
    CHECK(b.event.read(vcpu.task()) == 2);
  });
}

TEST_CASE("Every way back to deassigned serves a pending signal once, and leaves none behind") {
  for (const Event end : {Event::reset, Event::driver_clears_ok, Event::vm_stops}) {
    Bench bench(true, [&](Bench& b, vcpu::Vcpu& vcpu) {
      b.tell(Event::driver_ok);
      b.notifier.kick(vcpu);
      b.notifier.kick(vcpu);
      b.tell(end);
      CHECK(b.drained == 1);
      CHECK_FALSE(b.event.is_signalled());
      b.tell(end);
      CHECK(b.drained == 1);
    });
  }
}

TEST_CASE("Without a pending signal nothing is drained") {
  Bench bench(true, [](Bench& b, vcpu::Vcpu&) {
    b.tell(Event::driver_ok);
    b.tell(Event::reset);
    CHECK(b.drained == 0);
  });
}

TEST_CASE("A kick that vhost has not seen is served when its notifier cannot be assigned again") {
  for (const bool has_many : {false, true}) {
    Bench bench(has_many, [&](Bench& b, vcpu::Vcpu& vcpu) {
      b.lead_to(offlimits, true);
      b.notifier.kick(vcpu);
      b.tell(Event::vhost_returns);
      CHECK(b.drained == (has_many ? 0 : 1));
      CHECK(b.event.is_signalled() == has_many);  // assigned again: the device model's handler will see it
    });
  }
}

TEST_CASE("No kick is lost, whatever happens between the kicks") {
  engine::RandomStream random{7, "events"};
  int kicks = 0;
  Bench bench(true, [&](Bench& b, vcpu::Vcpu& vcpu) {
    for (int i = 0; i < 2000; ++i) {
      if (random.bits() % 2 == 0) {
        b.tell(static_cast<Event>(random.bits() % 7));
        continue;
      }
      const bool was_pending = b.event.is_signalled();
      const int handled_before = b.synchronous;
      b.notifier.kick(vcpu);
      ++kicks;
      // Either it was handled at once, or it is pending for whoever listens now.
      CHECK((b.synchronous == handled_before + 1) != b.event.is_signalled());
      CHECK((!was_pending || b.notifier.state() != deassigned));
    }
  });
  CHECK(kicks > 900);
}

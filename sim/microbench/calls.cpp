#include "microbench/calls.hpp"

#include <initializer_list>

#include "notify/event_fd.hpp"
#include "notify/event_poll.hpp"

namespace kickpath::microbench {

using cost::Component;

Duration empty_system_call(const cost::CostProfile& profile) {
  return time_alone(profile, [](host::Task& self) { self.kernel(self.host().cost(Component::syscall)); });
}

Duration event_write(const cost::CostProfile& profile) {
  return time_alone(profile, [](host::Task& self) {
    notify::EventFd event(self.host());
    event.write(self);
  });
}

Duration event_write_and_read(const cost::CostProfile& profile) {
  return time_alone(profile, [](host::Task& self) {
    notify::EventFd event(self.host());
    event.write(self);
    event.read(self);
  });
}

Duration epoll_ready(const cost::CostProfile& profile) {
  Stage stage(profile);
  notify::EventFd event(stage.host());
  notify::EventPoll poll(stage.host());
  event.attach(poll, [](host::Task&) {});
  stage.play("alone", home, [&](host::Task& self) {
    event.write(self);
    const Instant begun = stage.now();
    poll.wait(self);
    stage.report(stage.now() - begun);
  });
  return stage.run();
}

Duration copy_page(const cost::CostProfile& profile) {
  return time_alone(profile, [](host::Task& self) {
    constexpr int page = 4096;
    self.kernel(page * self.host().cost(Component::copy_per_byte));
  });
}

namespace {

constexpr int depth = 64;

/// One of `each` for every request, one of `test` for all.
Duration program_of(const cost::CostProfile& profile, std::initializer_list<Component> each, Component test) {
  return time_alone(profile, [&](host::Task& self) {
           Duration all = self.host().cost(test);
           for (const Component component : each) all += depth * self.host().cost(component);
           self.run_through(all);
         }) /
         depth;
}

}  // namespace

Duration driver_program(const cost::CostProfile& profile) {
  return program_of(profile, {Component::ring_post, Component::guest_request, Component::ring_reap},
                    Component::ring_kick_test);
}

// The driver polls, so the device's test finds no wish; it is a look, as at a wish.
Duration device_program(const cost::CostProfile& profile) {
  return program_of(profile, {Component::ring_pop, Component::server_request, Component::ring_push},
                    Component::ring_interrupt_test);
}

// The gap that a spinning thread sees: it computes for one and a half periods, in which one tick falls.
Duration tick(const cost::CostProfile& profile) {
  Stage stage(profile, Preemption::none, std::nullopt);
  stage.play("spinner", home, [&](host::Task& self) {
    const Duration work = stage.host().tick_period() / 2 * 3;
    const Instant begun = stage.now();
    self.run_through(work);
    stage.report(stage.now() - begun - work);
  });
  return stage.run();
}

}  // namespace kickpath::microbench

#include "guest/run.hpp"

#include "guest/probe_world.hpp"
#include "guest/queues.hpp"
#include "guest/world.hpp"
#include "program/closed_loop.hpp"
#include "program/doorbell_loop.hpp"
#include "program/open_loop.hpp"

namespace kickpath::guest {

namespace {

using protocol::Plan;
using protocol::ProgramKind;
using protocol::State;
using protocol::VcpuControl;

void tell(VcpuControl& control, State state) { protocol::store_shared(control.progress.state, state); }

template <virtqueue::DriverQueue Q>
bool has_used(void* context) {
  for (Side<Q>& side : *static_cast<Sides<Q>*>(context))
    if (side.has_used()) return true;
  return false;
}

template <virtqueue::DriverQueue Q>
void run_loop(World& world, const Plan& plan, Sides<Q> sides, Arena& arena) {
  const bool polls = plan.polls != 0;
  if (plan.kind == ProgramKind::closed_loop) {
    program::run_closed_loop<World, Q>(
        world, sides, {plan.compute, plan.batch, polls, false, false, plan.waits_for_all != 0});
  } else {
    program::run_open_loop<World, Q>(world, sides, {plan.arrivals, plan.compute, polls},
                                     arena.make<Instant>(sides.size()));
  }
  program::finish<World, Q>(world, sides, polls);
}

template <virtqueue::DriverQueue Q>
void run_queues(VcpuControl& control, World& world) {
  const Plan& plan = control.plan;
  Arena arena(plan.scratch, plan.scratch_bytes);
  Sides<Q> sides = make_sides<Q>(world, plan, arena);
  world.watch(has_used<Q>, &sides);
  tell(control, State::driver_ok);
  run_loop<Q>(world, plan, sides, arena);
}

void run_probe(VcpuControl& control) {
  ProbeWorld world(control);
  tell(control, State::driver_ok);
  switch (control.plan.kind) {
    case ProgramKind::kick:
      return program::run_timing_probe(world, &ProbeWorld::time_kick);
    case ProgramKind::paced_kick:
      return program::run_timing_probe(world, &ProbeWorld::time_paced_kick);
    case ProgramKind::end_of_interrupt:
      return program::run_timing_probe(world, &ProbeWorld::time_end_of_interrupt);
    case ProgramKind::halt_service:
      return program::run_timing_probe(world, &ProbeWorld::time_halt_service);
    case ProgramKind::timed_halt:
      return program::run_timing_probe(world, &ProbeWorld::time_timed_halt);
    default:
      return program::run_interrupt_probe(world, control.plan.kind == ProgramKind::halt_for_interrupts);
  }
}

/// A vcpu without a program sleeps until it is stopped.
void idle(VcpuControl& control, World& world) {
  tell(control, State::driver_ok);
  while (!world.is_stopping()) {
    world.clear_interrupts();
    world.wait_for_interrupt();
  }
}

void run_program(VcpuControl& control) {
  World world(control);
  switch (control.plan.kind) {
    case ProgramKind::closed_loop:
    case ProgramKind::open_loop:
      return are_packed(control.plan) ? run_queues<PackedDriver>(control, world)
                                      : run_queues<SplitDriver>(control, world);
    case ProgramKind::doorbell:
      tell(control, State::driver_ok);
      return program::run_doorbell_loop(world, world.first_queue(), control.plan.compute);
    case ProgramKind::idle:
      return idle(control, world);
    default:
      return run_probe(control);
  }
}

}  // namespace

void run(VcpuControl& control) {
  run_program(control);
  tell(control, State::ended);
}

}  // namespace kickpath::guest

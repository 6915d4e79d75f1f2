// Every header of the room without libc, instantiated with a world that does nothing: what fails to compile
// here fails in the guest.
#include "program/closed_loop.hpp"
#include "program/device_loop.hpp"
#include "program/doorbell_loop.hpp"
#include "program/driver_side.hpp"
#include "program/open_loop.hpp"
#include "program/probes.hpp"
#include "program/request_layout.hpp"
#include "program/request_table.hpp"
#include "program/ring_operation.hpp"
#include "program/world.hpp"
#include "time/distribution.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/split_device.hpp"
#include "virtqueue/split_driver.hpp"

namespace kickpath {

struct SilentWorld {
  using Law = Distribution;

  Instant now() const { return {}; }
  bool is_stopping() const { return true; }
  void about_to(program::RingOperation, QueueId) {}
  void compute(const Distribution&) {}
  Duration draw(const Distribution& law) { return law.a; }
  void kick(QueueId) {}
  void clear_interrupts() {}
  void wait_for_interrupt() {}
  void wait_for_interrupt_until(Instant) {}
  void wait_for_used() {}
  void wait_for_used_until(Instant) {}
  void completed(QueueId, Duration, std::uint32_t) {}
  void dropped(QueueId) {}
  void ring_is_broken(QueueId) {}
  program::Served serve(QueueId, const virtqueue::Chain&) { return {}; }
  void interrupt(QueueId) {}
};

using Memory = virtqueue::DirectMemory;
using Sides = program::Sides<SilentWorld, virtqueue::SplitDriver<Memory>>;

// Called by nobody: external, so that the compiler keeps them.
void run_closed(SilentWorld& world, Sides sides, const program::ClosedLoop<Distribution>& plan);
void run_closed(SilentWorld& world, Sides sides, const program::ClosedLoop<Distribution>& plan) {
  program::run_closed_loop<SilentWorld, virtqueue::SplitDriver<Memory>>(world, sides, plan);
  program::finish<SilentWorld, virtqueue::SplitDriver<Memory>>(world, sides, plan.polls);
}
void run_open(SilentWorld& world, Sides sides, const program::OpenLoop<Distribution>& plan,
              std::span<Instant> due);
void run_open(SilentWorld& world, Sides sides, const program::OpenLoop<Distribution>& plan,
              std::span<Instant> due) {
  program::run_open_loop<SilentWorld, virtqueue::SplitDriver<Memory>>(world, sides, plan, due);
}
void run_doorbell(SilentWorld& world);
void run_doorbell(SilentWorld& world) { program::run_doorbell_loop(world, QueueId{0}, Distribution{}); }
void serve(SilentWorld& world, virtqueue::SplitDevice<Memory>& queue);
void serve(SilentWorld& world, virtqueue::SplitDevice<Memory>& queue) {
  program::drain(world, QueueId{0}, queue);
  program::drain_while_polling(world, QueueId{0}, queue);
}

}  // namespace kickpath

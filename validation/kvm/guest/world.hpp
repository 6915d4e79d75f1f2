#pragma once
#include <cstdint>
#include <span>

#include "guest/doorbell.hpp"
#include "guest/machine.hpp"
#include "program/world.hpp"
#include "protocol/control_block.hpp"

/// A vcpu of a real KVM as the guest's programs see it (program/world.hpp).
namespace kickpath::guest {

class World {
 public:
  using Law = protocol::Law;

  explicit World(protocol::VcpuControl& control)
      : control_(control), queues_(reinterpret_cast<const protocol::QueueControl*>(control.plan.queue_table),
                                   control.plan.queues),
        histogram_(reinterpret_cast<std::uint64_t*>(control.plan.histogram)),
        clock_(control.plan.tsc, protocol::read_tsc()), draws_(control.plan.seed) {}

  /// What a spinning guest looks at.
  void watch(bool (*has_used)(void*), void* context) {
    has_used_ = has_used;
    context_ = context;
  }

  Instant now() const { return clock_.now(); }
  bool is_stopping() const { return protocol::load_shared(control_.should_stop) != 0; }
  void about_to(program::RingOperation operation, QueueId) {
    if (operation == program::RingOperation::post) add(control_.progress.posted, 1);
  }
  void compute(const Law& law) { protocol::spin(control_.plan.spin.iterations(draws_.draw(law))); }
  Duration draw(const Law& law) { return draws_.draw(law); }

  /// Of a vcpu that drives one.
  QueueId first_queue() const { return QueueId{queues_.front().id}; }

  void kick(QueueId queue) {
    const protocol::QueueControl& door = queue_of(queue);
    if (door.kick == protocol::KickKind::none) return;
    add(control_.progress.kicks, 1);
    knock(door.kick, door.kick_address, queue.value);
  }

  // The handler runs on this vcpu: an interrupt that came before this store was sent after the used index
  // that the program looks at next.
  void clear_interrupts() {
    protocol::store_shared(control_.is_interrupted, 0u);
    compiler_barrier();
  }
  bool was_interrupted() const { return protocol::load_shared(control_.is_interrupted) != 0; }

  void wait_for_interrupt() {
    if (!was_interrupted()) halt();
  }
  void wait_for_interrupt_until(Instant date) {
    protocol::store_shared(control_.deadline, clock_.tick_of(date));
    while (!was_interrupted() && !is_stopping() && now() < date) halt();
  }
  void wait_for_used() {
    while (!has_used_(context_) && !is_stopping()) pause();
  }
  void wait_for_used_until(Instant date) {
    while (!has_used_(context_) && !is_stopping() && now() < date) pause();
  }

  void completed(QueueId, Duration latency, std::uint32_t bytes) {
    protocol::Progress& progress = control_.progress;
    const auto ps = static_cast<std::uint64_t>(latency.count() < 0 ? 0 : latency.count());
    add(histogram_[duration_buckets::index_of(latency)], 1);
    add(progress.latency_sum, ps);
    if (ps > progress.latency_max) protocol::store_shared(progress.latency_max, ps);
    if (ps < progress.latency_min) protocol::store_shared(progress.latency_min, ps);
    add(progress.bytes, bytes);
    add(progress.ops, 1);
  }
  void dropped(QueueId) { add(control_.progress.dropped, 1); }

  void ring_is_broken(QueueId) {
    protocol::store_shared(control_.progress.state, protocol::State::ring_broken);
    leave(0);
  }

 private:
  // One writer: no lock prefix.
  static void add(std::uint64_t& counter, std::uint64_t n) { protocol::store_shared(counter, counter + n); }

  void halt() {
    add(control_.progress.halts, 1);
    halt_service();
  }

  const protocol::QueueControl& queue_of(QueueId queue) const {
    for (const protocol::QueueControl& candidate : queues_)
      if (candidate.id == queue.value) return candidate;
    die();
  }

  protocol::VcpuControl& control_;
  std::span<const protocol::QueueControl> queues_;
  std::uint64_t* histogram_;
  protocol::TscClock clock_;
  protocol::Draws draws_;
  bool (*has_used_)(void*) = nullptr;
  void* context_ = nullptr;
};

static_assert(program::GuestWorld<World>);

}  // namespace kickpath::guest

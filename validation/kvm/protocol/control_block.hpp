#pragma once
#include <cstddef>
#include <cstdint>

#include "program/request_layout.hpp"
#include "protocol/address_map.hpp"
#include "protocol/law.hpp"
#include "protocol/spin.hpp"
#include "protocol/tsc.hpp"
#include "time/duration_buckets.hpp"
#include "virtqueue/packed_layout.hpp"
#include "virtqueue/suppression.hpp"

/// What the VMM tells a vcpu, and what the vcpu tells of its progress: one block for each vcpu, at its GS
/// base in both rings. Lines that one side writes are no lines that the other side writes.
namespace kickpath::protocol {

enum class ProgramKind : std::uint32_t {
  idle,  ///< halts for ever
  closed_loop,
  open_loop,
  doorbell,
  // Of `measure`; each leaves samples (program/probes.hpp).
  spin_for_interrupts,
  halt_for_interrupts,
  kick,              ///< of queue 0
  paced_kick,        ///< the same, each after some computing, in which a waiter falls asleep
  end_of_interrupt,  ///< writes to the EOI register
  halt_service,      ///< into ring 0 and back, without halting
  timed_halt         ///< halts until a deadline that has passed already: HLT, timer interrupt, EOI
};

struct Plan {
  ProgramKind kind = ProgramKind::idle;
  std::uint32_t batch = 1;          ///< closed loop: posts per kick test at most
  std::uint32_t polls = 0;          ///< the guest spins on the used ring
  std::uint32_t waits_for_all = 0;  ///< closed loop: posts again only when nothing is in flight
  std::uint32_t queues = 0;
  std::uint64_t queue_table = 0;  ///< address of `queues` QueueControl
  Law compute;
  Law arrivals;
  TscRate tsc;
  SpinRate spin;
  std::uint64_t seed = 1;    ///< of its draws
  std::uint64_t shared = 0;  ///< address of the memory that driver and device share
  std::uint64_t shared_bytes = 0;
  std::uint64_t scratch = 0;  ///< memory of the program's own
  std::uint64_t scratch_bytes = 0;
  std::uint64_t histogram = 0;  ///< address of duration_buckets::count counters
  std::uint64_t samples = 0;    ///< measures: address of `sample_room` Samples
  std::uint64_t sample_room = 0;
};

/// What a kick is: an `out` or a store, of 32 bits at a door of the VMM, of 16 at one of virtio-pci.
enum class KickKind : std::uint32_t { none, port, mmio, pci_port, pci_mmio };

/// One queue of a vcpu.
struct QueueControl {
  std::uint32_t id = 0;  ///< of its device
  std::uint32_t in_flight = 0;
  KickKind kick = KickKind::none;
  virtqueue::Suppression suppression = virtqueue::Suppression::flags;
  std::uint64_t kick_address = 0;
  virtqueue::QueueLayout rings;          ///< of size 0: they are packed
  virtqueue::PackedLayout packed_rings;  ///< of size 0: they are split
  program::RequestLayout requests;
  std::uint64_t driver_slots = 0;   ///< address; one for each descriptor
  std::uint64_t request_slots = 0;  ///< address; one for each request in flight
};

/// A measurement of one event, in ticks of the counter.
struct Sample {
  std::uint64_t begun = 0;
  std::uint64_t ended = 0;
};

enum class State : std::uint32_t {
  booting,
  driver_ok,   ///< the queues are set up
  ended,       ///< the program has stopped, and nothing is in flight
  ring_broken  ///< the device broke the rules of a queue
};

/// Counters that only grow; the VMM reads them at any time and subtracts.
struct Progress {
  State state = State::booting;
  std::uint32_t reserved = 0;
  std::uint64_t posted = 0, ops = 0, bytes = 0, dropped = 0, kicks = 0, halts = 0;
  std::uint64_t latency_sum = 0;  ///< ps
  std::uint64_t latency_max = 0;  ///< ps
  std::uint64_t latency_min = ~std::uint64_t{0};
  std::uint64_t rounds = 0;   ///< measures: begun; the guest is ready for the event
  std::uint64_t samples = 0;  ///< measures: taken
};

struct VcpuControl {
  // The interrupt handlers' line; stubs.S knows these offsets.
  std::uint32_t is_interrupted = 0;
  std::uint32_t reserved = 0;
  std::uint64_t interrupts = 0;   ///< taken
  std::uint64_t deadline = 0;     ///< ticks, of the timed halt
  std::uint64_t timers = 0;       ///< taken
  std::uint64_t handler_tsc = 0;  ///< measures: when the last interrupt's handler began

  alignas(64) std::uint32_t should_stop = 0;  ///< written by the VMM
  alignas(64) Plan plan;
  alignas(64) Progress progress;
};

static_assert(offsetof(VcpuControl, is_interrupted) == 0 && offsetof(VcpuControl, interrupts) == 8 &&
              offsetof(VcpuControl, deadline) == 16 && offsetof(VcpuControl, timers) == 24 &&
              offsetof(VcpuControl, handler_tsc) == 32);
static_assert(sizeof(VcpuControl) <= page);

/// Room that a program's objects take for each of its queues; guest/queues.hpp asserts that it is enough.
constexpr std::size_t arena_bytes_of_queue = 512;

constexpr std::size_t histogram_bytes = duration_buckets::count * sizeof(std::uint64_t);

/// What a word that the other side writes holds now; and the other way round.
template <class T>
T load_shared(const T& word) {
  T value{};
  __atomic_load(&word, &value, __ATOMIC_RELAXED);
  return value;
}
template <class T>
void store_shared(T& word, T value) {
  __atomic_store(&word, &value, __ATOMIC_RELAXED);
}

}  // namespace kickpath::protocol

#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cost/component.hpp"
#include "time/duration.hpp"

/// What time goes into: the parts of an operation's latency and of a core's time. Every moment is in one of
/// them.
namespace kickpath::trace {

enum class Part : std::uint8_t {
  guest_work,
  guest_ring,
  exit,
  signal,
  wake_up,
  idle_exit,
  run_queue,
  context_switch,
  event_loop,
  service,
  device_ring,
  device,
  queueing,
  injection,
  halt,
  polling,
  lock_wait,
  cache_lines,
  copying,
  network,
  wire,
  timer,
  host_interrupts,
  background,
  idle,
  other
};

struct PartInfo {
  Part part;
  std::string_view name;  ///< in tables and JSON
  std::string_view holds;
};

constexpr std::array parts{
    PartInfo{Part::guest_work, "guest work", "the guest computes"},
    PartInfo{Part::guest_ring, "guest ring", "the driver posts, tests for kicks, reaps"},
    PartInfo{Part::exit, "exit", "VM exits and entries, returns to userspace"},
    PartInfo{Part::signal, "signal", "an eventfd is signalled or written, a work queued"},
    PartInfo{Part::wake_up, "wake-up", "the waker's own work, and its IPI on its way"},
    PartInfo{Part::idle_exit, "idle exit", "an idle core leaves its idle state"},
    PartInfo{Part::run_queue, "run-queue wait", "runnable, and another task has the core"},
    PartInfo{Part::context_switch, "context switch", "sched.switch, what vcpus add, migrations"},
    PartInfo{Part::event_loop, "event loop", "epoll, ppoll, reads of eventfds, other system calls"},
    PartInfo{Part::service, "service", "CPU time of the backend"},
    PartInfo{Part::device_ring, "device ring", "the device pops, pushes, tests for interrupts"},
    PartInfo{Part::device, "device", "asynchronous time of the device: a disk works"},
    PartInfo{Part::queueing, "queueing", "the server serves others first, or before it tells"},
    PartInfo{Part::injection, "injection", "irqfd or ioctl, IPI to a running guest, injection, EOI"},
    PartInfo{Part::halt, "halt", "into a halt and out of it"},
    PartInfo{Part::polling, "polling", "guest, halt poll or server spin for what is to come"},
    PartInfo{Part::lock_wait, "lock wait", "for a lock of the guest, of QEMU or of a queue"},
    PartInfo{Part::cache_lines, "cache lines", "ring lines come from another core"},
    PartInfo{Part::copying, "copying", "data are copied"},
    PartInfo{Part::network, "network", "stacks, taps, bridges, NICs"},
    PartInfo{Part::wire, "wire", "waiting for what a link brings: what the other host does before that, too"},
    PartInfo{Part::timer, "timer", "waiting for a timer"},
    PartInfo{Part::host_interrupts, "host interrupts", "ticks, and wake-ups by interrupt handlers"},
    PartInfo{Part::background, "background", "tasks of no VM"},
    PartInfo{Part::idle, "idle", "the core has nothing to run"},
    PartInfo{Part::other, "other", "a path that could not be followed"},
};
constexpr std::size_t part_count = parts.size();

constexpr std::size_t index_of(Part part) { return static_cast<std::size_t>(part); }

consteval bool are_parts_in_order() {
  for (std::size_t i = 0; i < part_count; ++i)
    if (index_of(parts[i].part) != i) return false;
  return true;
}
static_assert(are_parts_in_order(), "the table lists the parts in the order of the enumeration");

constexpr std::string_view name_of(Part part) { return parts[index_of(part)].name; }

/// Where a cost goes when somebody is charged it.
Part part_of(cost::Component component);

/// Time by parts.
struct Split {
  std::array<Duration, part_count> by{};

  Duration& operator[](Part part) { return by[index_of(part)]; }
  Duration operator[](Part part) const { return by[index_of(part)]; }
  Split& operator+=(const Split& other) {
    for (std::size_t i = 0; i < part_count; ++i) by[i] += other.by[i];
    return *this;
  }
  Duration sum() const {
    Duration sum{};
    for (const Duration d : by) sum += d;
    return sum;
  }
  friend bool operator==(const Split&, const Split&) = default;
};

}  // namespace kickpath::trace

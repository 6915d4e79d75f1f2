#pragma once
#include <cstdint>
#include <string>

#include "time/distribution.hpp"

/// What the guest does with a device (design.md section 1).
namespace kickpath::workload {

enum class WorkloadKind : std::uint8_t { closed_loop, open_loop };
enum class Completion : std::uint8_t { interrupt, poll, none };
enum class Direction : std::uint8_t { read, write };

struct WorkloadSpec {
  WorkloadKind kind = WorkloadKind::closed_loop;
  std::string device = "ring";
  Completion completion = Completion::interrupt;
  Distribution compute;  ///< guest CPU time before each post
  std::uint32_t request_bytes = 512;
  Direction direction = Direction::read;
  // closed loop
  std::uint32_t queue_depth = 1;  ///< per queue; with threads: per thread
  std::uint32_t threads = 0;  ///< guest threads of the VM, dealt to the queues in turn; each posts and kicks
                              ///< for itself. 0: one program a queue, one kick a batch
  // open loop
  Distribution arrivals;      ///< time between two requests of a queue
  std::uint32_t limit = 256;  ///< beyond so many in flight per queue, requests are dropped
};

/// Requests of queue number `queue` in flight at most; guest threads are dealt to the queues in turn.
constexpr std::uint32_t in_flight_of(const WorkloadSpec& spec, std::uint32_t queues, std::uint32_t queue) {
  if (spec.kind == WorkloadKind::open_loop) return spec.limit;
  if (spec.threads == 0) return spec.queue_depth;
  const std::uint32_t on_this_queue = (spec.threads + queues - 1 - queue) / queues;
  return on_this_queue * spec.queue_depth;
}

}  // namespace kickpath::workload

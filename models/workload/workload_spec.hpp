#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "time/distribution.hpp"

/// What the guest does with a device (design.md section 1).
namespace kickpath::workload {

enum class WorkloadKind : std::uint8_t {
  closed_loop,
  open_loop,
  tcp_stream,
  tcp_rr,
  udp_stream,
  ping,
  peer  ///< the other end of another VM's network workload
};
enum class Flow : std::uint8_t { guest_to_host, host_to_guest };
enum class Completion : std::uint8_t { interrupt, poll, spin, none };
enum class LockKind : std::uint8_t { ticket, test_and_set };
enum class Direction : std::uint8_t { read, write };

/// A spin lock of the guest, which each vcpu takes in its work before a post.
struct LockSpec {
  Duration hold{};  ///< CPU time under it
  LockKind kind = LockKind::ticket;
};

struct WorkloadSpec {
  WorkloadKind kind = WorkloadKind::closed_loop;
  std::string device = "ring";
  Completion completion = Completion::interrupt;
  Distribution compute;  ///< guest CPU time before each post
  std::uint32_t request_bytes = 512;
  Direction direction = Direction::read;
  bool delays_interrupts = false;  ///< virtqueue_enable_cb_delayed: asks for one at 3/4 of what is in flight
  std::optional<LockSpec> lock;
  std::uint32_t shootdown_every =
      0;  ///< of so many posts of a vcpu, one is after an IPI to all others; 0: none is
  std::uint32_t flush_every = 0;  ///< virtio-blk: a flush follows so many operations of a queue; 0: none
  // closed loop
  std::uint32_t queue_depth = 1;  ///< per queue; with threads: per thread
  std::uint32_t threads = 0;  ///< guest threads of the VM, dealt to the queues in turn; each posts and kicks
                              ///< for itself. 0: one program a queue, one kick a batch
  std::uint32_t plug = 0;     ///< posts a kick at most (blk_start_plug); 0: as many as there are places
  bool merges = false;        ///< what is posted under one plug becomes one request
  // open loop
  Distribution arrivals;      ///< time between two requests of a queue
  std::uint32_t limit = 256;  ///< beyond so many in flight per queue, requests are dropped
  // network: `request_bytes` is a message, or a request; `compute` comes before each, at its sender
  Flow flow = Flow::guest_to_host;      ///< of the messages, or of the requests
  std::uint32_t response_bytes = 1;     ///< tcp-rr
  std::uint64_t window = 262'144;       ///< TCP: receive buffer of both ends
  std::uint64_t send_buffer = 262'144;  ///< TCP: of both ends
  bool splits_end = false;              ///< TCP: as before Linux 3.14 (net/tcp.hpp)
  std::uint32_t datagrams = 256;        ///< UDP: that a socket holds; more are dropped
};

/// The guest looks into the used ring by itself, and wants no interrupts.
constexpr bool polls(Completion completion) {
  return completion == Completion::poll || completion == Completion::spin;
}

/// Operations that one request holds at most.
constexpr std::uint32_t merged_at_most(const WorkloadSpec& spec) {
  return spec.merges && spec.plug != 0 ? spec.plug : 1;
}

/// Posts a kick test at most, in the closed loop.
constexpr std::uint32_t batch_of(const WorkloadSpec& spec) {
  if (spec.plug != 0) return spec.plug;
  return spec.threads == 0 ? ~std::uint32_t{0} : spec.queue_depth;
}
constexpr bool is_network(WorkloadKind kind) {
  return kind != WorkloadKind::closed_loop && kind != WorkloadKind::open_loop;
}

/// Requests of queue number `queue` in flight at most; guest threads are dealt to the queues in turn.
constexpr std::uint32_t in_flight_of(const WorkloadSpec& spec, std::uint32_t queues, std::uint32_t queue) {
  if (spec.kind == WorkloadKind::open_loop) return spec.limit;
  if (spec.threads == 0) return spec.queue_depth;
  const std::uint32_t on_this_queue = (spec.threads + queues - 1 - queue) / queues;
  return on_this_queue * spec.queue_depth;
}

}  // namespace kickpath::workload

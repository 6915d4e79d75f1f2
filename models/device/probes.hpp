#pragma once
#include <cstdint>

#include "engine/probe.hpp"
#include "host/task.hpp"
#include "time/ids.hpp"

/// What can be observed of requests at the device, of tasks that are watched (host/charge_watch.hpp) only:
/// the short way of an operation has no room for more questions.
namespace kickpath::device {

/// One request between pop and push.
struct RequestId {
  std::int32_t vm = -1;
  QueueId queue;
  std::uint16_t head = 0;  ///< of its chain
};

struct Probes {
  /// The server has taken it from the ring, and begins to serve it.
  engine::Probe<host::Task&, RequestId> taken;
  /// The backend has answered: true, it is done; false, it is under way.
  engine::Probe<host::Task&, RequestId, bool> left;
  /// An asynchronous one is done, by an interrupt of the device or by a thread of a pool.
  engine::Probe<RequestId> finished;
  /// The server goes on with it.
  engine::Probe<host::Task&, RequestId> resumed;
  /// It is in the used ring.
  engine::Probe<host::Task&, RequestId> pushed;
};

}  // namespace kickpath::device

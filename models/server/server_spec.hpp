#pragma once
#include <cstdint>

#include "time/duration.hpp"

/// Who serves the queues of a device.
namespace kickpath::server {

enum class ServerKind : std::uint8_t {
  none,  ///< nobody waits: the eventfd only counts (the doorbell of 2009)
  vcpu,  ///< the kicking vcpu thread itself, under the global lock; asynchronous completions in the main loop
  iothread,  ///< a thread of the VMM with an epoll loop
};

/// Polling before blocking (QEMU util/aio-posix.c): `max` is poll-max-ns; 0 turns it off; `always` never
/// blocks.
struct PollSpec {
  Duration max{};
  bool always = false;
};

struct ServerSpec {
  ServerKind kind = ServerKind::iothread;
  PollSpec poll;
  int nice = 0;
};

/// Threads of its own that a device with `queues` queues has for them; queue q goes to thread q modulo this.
/// A device without any still has a seat: there the main loop sits where it is the first to need it.
constexpr std::uint32_t seats_of(const ServerSpec&, std::uint32_t) { return 1; }

}  // namespace kickpath::server

#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "time/duration.hpp"

/// Who serves the queues of a device.
namespace kickpath::server {

enum class ServerKind : std::uint8_t {
  none,  ///< nobody waits: the eventfd only counts (the doorbell of 2009)
  vcpu,  ///< the kicking vcpu thread itself, under the global lock; asynchronous completions in the main loop
  iothread,         ///< a thread of the VMM with an epoll loop
  main_loop,        ///< QEMU's main loop: one thread of the VM, under the global lock
  vhost,            ///< a kernel thread
  thread_per_queue  ///< as lguest: each queue has a thread, which blocks in read(2), and in its device
};

/// Polling before blocking (QEMU util/aio-posix.c): `max` is poll-max-ns; 0 turns it off; `always` never
/// blocks.
struct PollSpec {
  Duration max{};
  bool always = false;
  unsigned grow = 2;    ///< poll-grow: the next poll is so many times as long; 0 means 2
  unsigned shrink = 0;  ///< poll-shrink: divided by this; 0: back to none

  friend bool operator==(const PollSpec&, const PollSpec&) = default;
};

struct ServerSpec {
  ServerKind kind = ServerKind::iothread;
  PollSpec poll;
  int nice = 0;
  std::optional<std::string> name;  ///< of an iothread: devices that name the same share it
  std::uint32_t iothreads =
      1;                ///< queue q goes to number q modulo this (iothread-vq-mapping); 0: one a queue
  Duration busyloop{};  ///< of vhost (busyloop_timeout)
};

/// Seats that a device with `queues` queues has for its threads; queue q goes to thread q modulo this. A
/// device without thread of its own has one too: there the main loop sits where it is the first to need it.
/// (vhost: of one instance; a network device has one for each pair of queues, QEMU net/tap.c.)
constexpr std::uint32_t seats_of(const ServerSpec& spec, std::uint32_t queues) {
  if (spec.kind == ServerKind::thread_per_queue) return queues;
  if (spec.kind != ServerKind::iothread) return 1;
  return spec.iothreads == 0 ? queues : std::min(spec.iothreads, queues);
}

}  // namespace kickpath::server

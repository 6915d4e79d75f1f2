#pragma once
#include "server/loop_server.hpp"

namespace kickpath::server {

/// QEMU's main loop: one a VM, under the global lock but while it waits (in ppoll), and it does not poll.
class MainLoop final : public LoopServer {
 public:
  MainLoop(host::Host& host, GlobalLock& lock)
      : LoopServer(host, PollSpec{}, &lock, notify::WaitCall::ppoll) {}
};

}  // namespace kickpath::server

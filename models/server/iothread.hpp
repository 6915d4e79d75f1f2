#pragma once
#include "server/loop_server.hpp"

namespace kickpath::server {

/// A dedicated thread of QEMU (`-object iothread`): an event loop of its own, which may poll, and no global
/// lock.
class IoThread final : public LoopServer {
 public:
  IoThread(host::Host& host, const PollSpec& poll)
      : LoopServer(host, poll, nullptr, notify::WaitCall::epoll) {}
};

}  // namespace kickpath::server

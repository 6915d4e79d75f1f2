#pragma once
#include "server/loop_server.hpp"

namespace kickpath::server {

/// A thread that serves one queue and nothing else, as lguest's launcher has one for each (Linux v3.0
/// Documentation/virtual/lguest/lguest.c do_thread, wait_for_vq_desc): it sleeps in read(2) of the queue's
/// eventfd. What its device takes time for, it waits for itself (device/blocking_backend.hpp).
class QueueThread final : public LoopServer {
 public:
  explicit QueueThread(host::Host& host) : LoopServer(host, PollSpec{}, nullptr, notify::WaitCall::read) {}
};

}  // namespace kickpath::server

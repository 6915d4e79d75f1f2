#pragma once
#include "engine/error.hpp"
#include "server/server.hpp"

namespace kickpath::server {

/// Nobody serves: the eventfd only counts (the doorbell of 2009).
class Nobody final : public Server {
 public:
  void attach(QueueHandler&) override {}
  void attach(notify::EventFd&, Handler) override {}
  std::unique_ptr<Deferred> defer(Handler) override {
    engine::check_invariant(false, "something to be done later by nobody");
    return nullptr;
  }
  bool needs_thread() const override { return false; }
  void start(host::TaskSpec) override {}
  notify::Poller* poller() override { return nullptr; }
  bool is_in_kernel() const override { return false; }
};

}  // namespace kickpath::server

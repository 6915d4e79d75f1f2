#pragma once
#include <utility>

#include "server/server.hpp"

namespace kickpath::server {

/// Kicks are served by the vcpu threads that make them, which return to userspace for it; all that comes
/// later is the main loop's.
class VcpuServer final : public Server {
 public:
  explicit VcpuServer(Server& main_loop) : main_loop_(main_loop) {}

  void attach(QueueHandler& queue) override {
    if (queue.completions() != nullptr)
      main_loop_.attach(*queue.completions(), [&queue](host::Task& task) { queue.reap_completions(task); });
  }
  void attach(notify::EventFd& event, Handler handler) override {
    main_loop_.attach(event, std::move(handler));
  }
  std::unique_ptr<Deferred> defer(Handler handler) override { return main_loop_.defer(std::move(handler)); }

  bool needs_thread() const override { return false; }
  void start(host::TaskSpec) override {}
  notify::Poller* poller() override { return nullptr; }
  bool is_in_kernel() const override { return false; }

 private:
  Server& main_loop_;
};

}  // namespace kickpath::server

#pragma once
#include <utility>

#include "server/event_loop.hpp"

namespace kickpath::server {

/// A thread of the VMM that runs an event loop: what iothread, main loop and queue thread have in common.
class LoopServer : public Server {
 public:
  LoopServer(host::Host& host, const PollSpec& poll, GlobalLock* lock, notify::WaitCall call)
      : host_(host), loop_(host, poll, lock, call) {}

  void attach(QueueHandler& queue) override {
    loop_.attach(queue);
    needs_thread_ = true;
  }
  void attach(notify::EventFd& event, Handler handler) override {
    loop_.attach(event, std::move(handler));
    needs_thread_ = true;
  }
  std::unique_ptr<Deferred> defer(Handler handler) override {
    needs_thread_ = true;
    return loop_.defer(std::move(handler));
  }

  /// Its timers share one alarm (server/alarm_clock.hpp). Before anything is attached.
  void share_alarm(Duration floor) { loop_.share_alarm(floor); }

  bool needs_thread() const override { return needs_thread_; }
  void start(host::TaskSpec task) override {
    host_.spawn(std::move(task), [this](host::Task& self) { loop_.run(self); });
  }

  notify::Poller* poller() override { return &loop_.poll().poller(); }
  bool is_in_kernel() const override { return false; }

 private:
  host::Host& host_;
  EventLoop loop_;
  bool needs_thread_ = false;
};

}  // namespace kickpath::server

#pragma once
#include <algorithm>
#include <functional>

#include "server/queue_handler.hpp"

namespace kickpath::testing {

/// A queue with so many requests pending, which counts what its server does.
struct FakeQueue final : server::QueueHandler {
  explicit FakeQueue(host::Host& host) : kicks_(host) {}

  notify::EventFd& kicks() override { return kicks_; }
  notify::EventFd* completions() override { return nullptr; }
  void drain(host::Task& server) override {
    ++drains;
    static_cast<void>(serve(server, {}));
  }
  void reap_completions(host::Task&) override {}
  void stop_kicks(host::Task&) override { ++stops; }
  bool has_pending(host::Task&) override {
    ++looks;
    return pending != 0;
  }
  bool serve(host::Task& server, const server::Budget& budget) override {
    if (on_serve) on_serve(server, budget);
    const bool is_exhausted = pending >= budget.requests;
    pending -= std::min(pending, budget.requests);
    return is_exhausted;
  }
  bool resume_kicks(host::Task&) override {
    ++resumes;
    return pending != 0;
  }

  std::uint32_t pending = 0;
  int drains = 0, stops = 0, looks = 0, resumes = 0;
  std::function<void(host::Task&, const server::Budget&)> on_serve;

 private:
  notify::EventFd kicks_;
};

}  // namespace kickpath::testing

#pragma once
#include <deque>
#include <memory>
#include <vector>

#include "engine/timer.hpp"
#include "notify/poller.hpp"
#include "server/server.hpp"

namespace kickpath::server {

/// vhost's kernel thread of one device (Linux v6.12 drivers/vhost/vhost.c vhost_run_work_list,
/// kernel/vhost_task.c). Who signals an eventfd queues a *work* and wakes the worker, in the eventfd's wait
/// queue (vhost_poll_wakeup); nobody ever reads the counter. Works run first come, first served, and after
/// each the worker may be preempted.
class VhostWorker final : public Server {
 public:
  /// VHOST_NET_PKT_WEIGHT, VHOST_NET_WEIGHT (drivers/vhost/net.c; vhost_test has the same): then the queue's
  /// work goes to the end of the line.
  static constexpr Budget weight{256, 0x80000};

  /// `busyloop`: how long it looks for further requests before it wants kicks again (busyloop_timeout); 0:
  /// not at all.
  VhostWorker(host::Host& host, Duration busyloop);
  ~VhostWorker() override;

  void attach(QueueHandler& queue) override;
  void attach(notify::EventFd& event, Handler handler) override;
  std::unique_ptr<Deferred> defer(Handler handler) override;

  bool needs_thread() const override { return !works_.empty() || has_deferred_; }
  void start(host::TaskSpec task) override;
  notify::Poller* poller() override { return &poller_; }
  bool is_in_kernel() const override { return true; }

 private:
  class Work;

  Work& new_work(Handler handler);
  void run(host::Task& task);
  void handle_kick(QueueHandler& queue, Work& work, host::Task& task);
  bool finds_more(QueueHandler& queue, host::Task& task);
  void queue_work(Work& work, host::Task& by);
  void queue_work_from_irq(Work& work, CoreId core);
  bool enqueue(Work& work);

  host::Host& host_;
  Duration busyloop_;
  notify::Poller poller_;
  host::Task* thread_ = nullptr;
  std::vector<std::unique_ptr<Work>> works_;  ///< of eventfds
  std::deque<Work*> queued_;
  bool has_deferred_ = false;
};

}  // namespace kickpath::server

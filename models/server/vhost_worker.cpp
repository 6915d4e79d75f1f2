#include "server/vhost_worker.hpp"

#include <algorithm>
#include <utility>

namespace kickpath::server {

using cost::Component;

/// A vhost_work, and the vhost_poll by which an eventfd queues it.
class VhostWorker::Work final : public Deferred, public notify::EventListener {
 public:
  Work(VhostWorker& worker, Handler handler)
      : worker_(worker), handler_(std::move(handler)),
        timer_(worker.host_.simulation(), [this] { come_due(); }) {}

  void call(Handler handler) { handler_ = std::move(handler); }

  void schedule(host::Task& by) override { worker_.queue_work(*this, by); }
  void schedule_at(Instant date) override { timer_.arm(date); }
  void cancel() override {
    timer_.cancel();
    if (std::exchange(is_queued_, false))
      worker_.queued_.erase(std::find(worker_.queued_.begin(), worker_.queued_.end(), this));
  }

  void signalled(notify::EventFd&, bool, host::Task& by) override { worker_.queue_work(*this, by); }
  void signalled_from_irq(notify::EventFd&, bool, CoreId core) override {
    worker_.queue_work_from_irq(*this, core);
  }
  void emptied(notify::EventFd&) override {}

  /// The bit VHOST_WORK_QUEUED: false when it was set already.
  bool mark_queued() { return !std::exchange(is_queued_, true); }
  void run(host::Task& task) {
    is_queued_ = false;
    handler_(task);
  }

 private:
  void come_due() {
    if (worker_.thread_ != nullptr) worker_.queue_work_from_irq(*this, worker_.thread_->core());
  }

  VhostWorker& worker_;
  Handler handler_;
  engine::Timer timer_;
  bool is_queued_ = false;
};

VhostWorker::VhostWorker(host::Host& host, Duration busyloop) : host_(host), busyloop_(busyloop) {}
VhostWorker::~VhostWorker() = default;

VhostWorker::Work& VhostWorker::new_work(Handler handler) {
  return *works_.emplace_back(std::make_unique<Work>(*this, std::move(handler)));
}

void VhostWorker::attach(QueueHandler& queue) {
  Work& work = new_work(nullptr);
  work.call([this, &queue, &work](host::Task& task) { handle_kick(queue, work, task); });
  queue.kicks().attach(work, nullptr);
  if (queue.completions() != nullptr)
    attach(*queue.completions(), [&queue](host::Task& task) { queue.reap_completions(task); });
}

void VhostWorker::attach(notify::EventFd& event, Handler handler) {
  event.attach(new_work(std::move(handler)), nullptr);
}

std::unique_ptr<Deferred> VhostWorker::defer(Handler handler) {
  has_deferred_ = true;
  return std::make_unique<Work>(*this, std::move(handler));
}

void VhostWorker::start(host::TaskSpec task) {
  task.is_kernel_thread = true;
  thread_ = &host_.spawn(std::move(task), [this](host::Task& self) { run(self); });
}

void VhostWorker::run(host::Task& task) {
  for (;;) {
    if (queued_.empty()) {
      task.block("a work");
      continue;
    }
    Work& next = *queued_.front();
    queued_.pop_front();
    task.kernel(host_.cost(Component::vhost_run_work));
    next.run(task);
    task.cond_resched();
  }
}

// drivers/vhost/net.c handle_tx_copy, drivers/vhost/test.c handle_vq: no kicks wanted; serve until empty or
// until the weight is reached; kicks wanted again, and if something came meanwhile, once more.
void VhostWorker::handle_kick(QueueHandler& queue, Work& work, host::Task& task) {
  do {
    queue.stop_kicks(task);
    do {
      if (queue.serve(task, weight)) return queue_work(work, task);  // kicks stay off
    } while (finds_more(queue, task));
  } while (queue.resume_kicks(task));
}

// drivers/vhost/net.c vhost_net_busy_poll: until the time is over, other work is queued, or the core is
// wanted.
bool VhostWorker::finds_more(QueueHandler& queue, host::Task& task) {
  if (busyloop_ == Duration::zero()) return false;
  const Instant end = host_.simulation().now() + busyloop_;
  bool finds = false;
  poller_.begin(task);
  for (;;) {
    task.forget_poke();
    finds = queue.has_pending(task);
    if (finds || !queued_.empty()) break;
    const Instant now = host_.simulation().now();
    if (now >= end) break;
    const bool is_poked = task.is_poked();
    task.busy_wait(end - now);
    if (!is_poked && !task.is_poked() && host_.simulation().now() < end) break;  // the core is wanted
  }
  poller_.end();
  return finds;
}

void VhostWorker::queue_work(Work& work, host::Task& by) {
  by.kernel(host_.cost(Component::vhost_queue_work));
  if (!enqueue(work)) return;
  if (&by != thread_ && thread_ != nullptr) host_.wake(*thread_, by);
}

void VhostWorker::queue_work_from_irq(Work& work, CoreId core) {
  host_.core(core).steal(host_.cost(Component::vhost_queue_work));
  if (enqueue(work) && thread_ != nullptr) host_.wake_from_irq(*thread_, core);
}

bool VhostWorker::enqueue(Work& work) {
  if (!work.mark_queued()) return false;
  queued_.push_back(&work);
  poller_.nudge();
  return true;
}

}  // namespace kickpath::server

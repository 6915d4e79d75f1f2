#include "server/event_loop.hpp"

#include <algorithm>
#include <utility>

#include "server/poll_policy.hpp"

namespace kickpath::server {

/// A bottom half, and a timer (QEMU util/async.c aio_bh_enqueue, include/qemu/timer.h).
class EventLoop::Later final : public Deferred {
 public:
  Later(EventLoop& loop, Handler handler)
      : loop_(loop), handler_(std::move(handler)), timer_(loop.make_timer(*this)) {}

  // The next wait does not sleep; who already sleeps has to be told (QEMU util/async.c aio_notify,
  // notify_me).
  void schedule(host::Task& by) override {
    if (!enqueue()) return;
    loop_.poll_.interrupt();
    if (loop_.poll_.has_sleeper()) loop_.notifier_.write(by);
  }
  void schedule_at(Instant date) override { timer_->arm(date); }
  void cancel() override {
    timer_->cancel();
    if (std::exchange(is_due_, false))
      loop_.due_.erase(std::find(loop_.due_.begin(), loop_.due_.end(), this));
  }
  void run(host::Task& task) {
    is_due_ = false;
    handler_(task);
  }

  bool enqueue() {
    if (std::exchange(is_due_, true)) return false;
    loop_.due_.push_back(this);
    return true;
  }
  void come_due() {
    if (enqueue()) loop_.poll_.interrupt_from_irq();
  }

 private:
  EventLoop& loop_;
  Handler handler_;
  std::unique_ptr<LoopTimer> timer_;
  bool is_due_ = false;
};

void EventLoop::attach(QueueHandler& queue) {
  attach(queue.kicks(), [this, &queue](host::Task& task) {
    polled_.heard_of(queue, task);
    queue.drain(task);
  });
  if (queue.completions() != nullptr)
    attach(*queue.completions(), [&queue](host::Task& task) { queue.reap_completions(task); });
  polled_.add(queue);
}

std::unique_ptr<Deferred> EventLoop::defer(Handler handler) {
  return std::make_unique<Later>(*this, std::move(handler));
}

// What expires in a turn of the loop is run in it.
std::unique_ptr<LoopTimer> EventLoop::make_timer(Later& later) {
  if (alarm_ != nullptr) return alarm_->make_timer([&later] { later.enqueue(); });
  return std::make_unique<ExactTimer>(host_.simulation(), [&later] { later.come_due(); });
}

void EventLoop::share_alarm(Duration floor) {
  alarm_ = std::make_unique<AlarmClock>(host_.simulation(), floor, [this] { poll_.interrupt_from_irq(); });
}

void EventLoop::run(host::Task& task) {
  for (;;) iterate(task);
}

void EventLoop::iterate(host::Task& task) {
  last_work_ = host_.simulation().now();
  if (does_poll()) {
    poll_queues(task);
    if (polled_.end(task)) return;
  }
  poll_.wait(task);
  poll_time_ = next_poll(poll_time_, host_.simulation().now() - last_work_, spec_);
  handle_what_came(task);
}

// Until nothing has come for as long as the policy says. An event that is ready meanwhile is handled in
// between, and kicks stay unwanted: they are wanted again only before the loop blocks (QEMU util/aio-posix.c
// aio_poll, poll_set_started).
void EventLoop::poll_queues(host::Task& task) {
  polled_.begin(task);
  const Duration patience = spec_.always ? Duration::max() : poll_time_;
  Duration left = patience, quiet{};
  poll_.poller().begin(task);
  while (left > Duration::zero()) {
    if (handle_what_is_ready(task) || polled_.look(task, quiet)) {
      last_work_ = host_.simulation().now();
      left = patience;
      quiet = Duration::zero();
    } else {
      const Instant begun = host_.simulation().now();
      left = task.run(left);
      quiet = host_.simulation().now() - begun;
    }
  }
  poll_.poller().end();
}

bool EventLoop::handle_what_is_ready(host::Task& task) {
  if (!poll_.is_ready() && due_.empty()) return false;
  poll_.wait(task);
  handle_what_came(task);
  return true;
}

// The main loop holds the global lock while it handles. QEMU holds it all the time but in ppoll, reads
// included (util/main-loop.c os_host_main_loop_wait); the figures of FFSB were fitted with the shorter one.
void EventLoop::handle_what_came(host::Task& task) {
  task.preemption_point();
  handle_deferred(task);
  handle_events(task);
  if (alarm_ == nullptr) return;
  alarm_->turn();
  handle_deferred(task);
}

// What they defer again is for the next iteration (QEMU util/async.c aio_bh_poll).
void EventLoop::handle_deferred(host::Task& task) {
  if (due_.empty()) return;
  if (lock_ != nullptr) lock_->lock(task);
  for (std::size_t count = due_.size(); count != 0 && !due_.empty(); --count) {
    Later& next = *due_.front();
    due_.erase(due_.begin());
    next.run(task);
  }
  if (lock_ != nullptr) lock_->unlock(task);
  if (!due_.empty()) poll_.interrupt();
}

void EventLoop::handle_events(host::Task& task) {
  while (poll_.is_ready()) {
    notify::EventFd& event = poll_.front();
    static_cast<void>(event.read(task));
    if (lock_ != nullptr) lock_->lock(task);
    event.handle(task);
    if (lock_ != nullptr) lock_->unlock(task);
  }
}

}  // namespace kickpath::server

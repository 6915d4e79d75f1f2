#include "server/event_loop.hpp"

#include "server/poll_policy.hpp"

namespace kickpath::server {

void EventLoop::run(host::Task& task) {
  for (;;) iterate(task);
}

void EventLoop::iterate(host::Task& task) {
  last_work_ = host_.simulation().now();
  if (does_poll()) {
    poll_sources(task);
    if (handle_what_came_at_the_end(task)) return;
  }
  poll_.wait(task);
  poll_time_ = next_poll(poll_time_, host_.simulation().now() - last_work_, spec_);
  handle_events(task);
}

// Until nothing has come for as long as the policy says. An event that is ready meanwhile is handled in
// between, and kicks stay unwanted: they are wanted again only before the loop blocks (QEMU util/aio-posix.c
// aio_poll, poll_set_started).
void EventLoop::poll_sources(host::Task& task) {
  for (PollSource& source : sources_) source.begin(task);
  const Duration patience = spec_.always ? Duration::max() : poll_time_;
  Duration left = patience;
  poll_.begin_polling(task);
  while (left > Duration::zero()) {
    if (handle_what_is_ready(task) || handle_what_has_work(task)) {
      last_work_ = host_.simulation().now();
      left = patience;
    } else {
      left = task.run(left);
    }
  }
  poll_.end_polling();
}

bool EventLoop::handle_what_came_at_the_end(host::Task& task) {
  bool found = false;
  for (PollSource& source : sources_) {
    if (!source.end(task)) continue;
    source.handle(task);
    found = true;
  }
  return found;
}

bool EventLoop::handle_what_is_ready(host::Task& task) {
  if (!poll_.is_ready()) return false;
  poll_.wait(task);
  handle_events(task);
  return true;
}

bool EventLoop::handle_what_has_work(host::Task& task) {
  bool found = false;
  for (PollSource& source : sources_) {
    if (!source.has_work(task)) continue;
    source.handle(task);
    found = true;
  }
  return found;
}

void EventLoop::handle_events(host::Task& task) {
  task.preemption_point();
  while (poll_.is_ready()) {
    notify::EventFd& event = poll_.front();
    static_cast<void>(event.read(task));
    if (lock_ != nullptr) lock_->lock(task);
    event.handle(task);
    if (lock_ != nullptr) lock_->unlock(task);
  }
}

}  // namespace kickpath::server

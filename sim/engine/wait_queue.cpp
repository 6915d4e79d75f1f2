#include "wait_queue.hpp"

#include "simulation.hpp"

namespace kickpath::engine {

void WaitQueue::wait() { wait_until(never); }

// A forced unwind passes through without touching the queue, which may be gone by then.
bool WaitQueue::wait_until(Instant deadline) {
  Waiter self{simulation_.current(), last_};
  append(self);
  const bool was_unparked = self.actor.park_until(deadline, why_);
  if (self.is_notified) return true;
  remove(self);
  check_invariant(!was_unparked, "an actor in a wait queue unparked by somebody else");
  return false;
}

bool WaitQueue::notify_one() {
  if (empty()) return false;
  Waiter& waiter = *first_;
  remove(waiter);
  waiter.is_notified = true;
  waiter.actor.unpark();
  return true;
}

std::size_t WaitQueue::notify_all() {
  std::size_t notified = 0;
  while (notify_one()) ++notified;
  return notified;
}

void WaitQueue::append(Waiter& waiter) {
  (last_ ? last_->next : first_) = &waiter;
  last_ = &waiter;
}

void WaitQueue::remove(Waiter& waiter) {
  (waiter.previous ? waiter.previous->next : first_) = waiter.next;
  (waiter.next ? waiter.next->previous : last_) = waiter.previous;
}

}  // namespace kickpath::engine

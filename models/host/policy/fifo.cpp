#include "host/policy/fifo.hpp"

#include <utility>

namespace kickpath::host {

void FifoRunQueue::enqueue(SchedEntity& e, Arrival) {
  e.on_queue = true;
  e.turn = turns_++;
  wait(e);
}

bool FifoRunQueue::dequeue(SchedEntity& e, Departure) {
  e.on_queue = false;
  if (&e == preferred_) preferred_ = nullptr;
  if (&e == running_)
    running_ = nullptr;
  else
    waiting_.erase(e);
  return true;
}

SchedEntity* FifoRunQueue::pick_next() {
  if (running_ || waiting_.empty()) return running_;
  running_ = preferred_ ? std::exchange(preferred_, nullptr) : &waiting_.front();
  waiting_.erase(*running_);
  running_->picked_at = running_->sum_exec;
  return running_;
}

bool FifoRunQueue::account(Duration ran) {
  if (running_) running_->sum_exec += ran;
  return false;
}

void FifoRunQueue::yield() {
  if (!running_) return;
  running_->turn = turns_++;
  put_back();
}

// With its old turn: ahead of all that wait.
void FifoRunQueue::put_back() {
  if (running_) wait(*running_);
  running_ = nullptr;
}

SchedEntity* FifoRunQueue::steal_candidate(MayMove allowed, const void* context) const {
  return waiting_.longest_waiting(allowed, context);
}

}  // namespace kickpath::host

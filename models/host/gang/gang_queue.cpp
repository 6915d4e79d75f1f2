#include "host/gang/gang_queue.hpp"

namespace kickpath::host {

// ---- Coming and going
// ------------------------------------------------------------------------------------------

void GangQueue::enqueue(SchedEntity& e, Arrival why) {
  if (e.gang >= queues_.size()) queues_.resize(e.gang + 1);
  if (queues_[e.gang] == nullptr) queues_[e.gang] = make_();
  queue_of(e).enqueue(e, why);
  slots_.come(e.gang);
}

bool GangQueue::dequeue(SchedEntity& e, Departure why) {
  slots_.leave(e.gang);
  return queue_of(e).dequeue(e, why);
}

// ---- Choosing
// --------------------------------------------------------------------------------------------------

RunQueue* GangQueue::queue_at(std::size_t rank) const {
  if (slots_.gangs() == 0) return nullptr;
  const GangIndex gang = slots_.at(rank);
  return gang < queues_.size() ? queues_[gang].get() : nullptr;
}

void GangQueue::switch_to(RunQueue* next) {
  if (current_ != nullptr && current_ != next) current_->put_back();
  current_ = next;
}

SchedEntity* GangQueue::pick_next() {
  for (std::size_t rank = 0; rank < ranks(); ++rank) {
    RunQueue* queue = queue_at(rank);
    SchedEntity* first = queue == nullptr ? nullptr : queue->pick_next();
    if (first == nullptr) continue;
    switch_to(queue);
    current_gang_ = first->gang;
    return first;
  }
  switch_to(nullptr);
  return nullptr;
}

bool GangQueue::should_preempt(const SchedEntity& wakee) {
  if (!may_run(wakee.gang)) return false;
  if (current_ == nullptr) return true;
  if (wakee.gang == current_gang_) return current_->should_preempt(wakee);
  return slots_.rank_of(wakee.gang) < slots_.rank_of(current_gang_);
}

bool GangQueue::has_to_switch() const {
  const bool is_running = running() != nullptr;
  if (is_running && !may_run(current_gang_)) return true;
  const std::size_t better = is_running ? slots_.rank_of(current_gang_) : ranks();
  for (std::size_t rank = 0; rank < better; ++rank)
    if (const RunQueue* queue = queue_at(rank); queue != nullptr && queue->runnable() != 0) return true;
  return false;
}

// ---- Counting
// --------------------------------------------------------------------------------------------------

std::size_t GangQueue::count(std::size_t (RunQueue::*of)() const) const {
  std::size_t sum = 0;
  for (std::size_t rank = 0; rank < ranks(); ++rank)
    if (const RunQueue* queue = queue_at(rank)) sum += (queue->*of)();
  return sum;
}

// Of the gang whose turn comes first: turns of different queues say nothing about each other.
SchedEntity* GangQueue::steal_candidate(MayMove allowed, const void* context) const {
  for (std::size_t rank = 0; rank < ranks(); ++rank)
    if (const RunQueue* queue = queue_at(rank))
      if (SchedEntity* task = queue->steal_candidate(allowed, context)) return task;
  return nullptr;
}

}  // namespace kickpath::host

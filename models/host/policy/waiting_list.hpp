#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "host/run_queue.hpp"

/// The entities of one queue that wait, sorted by a key; equal keys in order of arrival. Flat, because a core
/// seldom has more than three: nothing is allocated once the longest queue has been seen.
namespace kickpath::host {

class WaitingList {
 public:
  struct Slot {
    std::int64_t key;
    SchedEntity* entity;
  };

  bool empty() const { return slots_.empty(); }
  std::size_t size() const { return slots_.size(); }
  SchedEntity& front() const { return *slots_.front().entity; }
  auto begin() const { return slots_.begin(); }
  auto end() const { return slots_.end(); }

  void insert(SchedEntity& e, std::int64_t key) {
    const auto later = [](std::int64_t k, const Slot& s) { return k < s.key; };
    slots_.insert(std::upper_bound(slots_.begin(), slots_.end(), key, later), Slot{key, &e});
  }

  /// `e` must be here.
  void erase(const SchedEntity& e) {
    slots_.erase(std::find_if(slots_.begin(), slots_.end(), [&](const Slot& s) { return s.entity == &e; }));
  }

  /// See RunQueue::steal_candidate. Linux v6.12 kernel/sched/fair.c detach_tasks takes from the tail of
  /// rq->cfs_tasks, whose head is who was enqueued or picked last.
  SchedEntity* longest_waiting(RunQueue::MayMove allowed, const void* context) const {
    SchedEntity* oldest = nullptr;
    for (const auto& [key, e] : slots_)
      if (!e->delayed && (!oldest || e->turn < oldest->turn) && allowed(*e, context)) oldest = e;
    return oldest;
  }

 private:
  std::vector<Slot> slots_;
};

}  // namespace kickpath::host

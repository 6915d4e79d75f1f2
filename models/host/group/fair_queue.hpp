#pragma once
#include "host/run_queue.hpp"

namespace kickpath::host {

/// A run queue that may be a level of a hierarchy: the cores' time shared among groups, and a group's among its
/// tasks. Its entities may stand for groups.
class FairQueue : public RunQueue {
 public:
  /// `e`, which is queued, counts as heavy as `weight` from now on (reweight_entity).
  virtual void reweigh(SchedEntity& e, std::int64_t weight) = 0;

  /// Of all queued.
  virtual std::int64_t total_weight() const = 0;
};

}  // namespace kickpath::host

#pragma once
#include <memory>
#include <vector>

#include "engine/timer.hpp"
#include "host/gang/gang_queue.hpp"
#include "host/scheduler_spec.hpp"

namespace kickpath::host {

class Host;

bool is_gang(const SchedulerSpec& spec);

/// The gangs of a host: their queues on each core, and the clock by which slots begin on all cores at once, at
/// multiples of the slot's length from the start of the run. A busy core is told as by an interrupt of its own,
/// which costs nothing; it switches where its preemption model lets a due reschedule act. An idle one leaves its
/// idle state first.
class Gangs {
 public:
  Gangs(Host& host, const SchedulerSpec& spec);

  std::unique_ptr<RunQueue> make_queue(GangQueue::MakeQueue make);
  /// Once all cores have their queues.
  void begin();

 private:
  void begin_slot();

  Host& host_;
  Duration slot_;
  Holes holes_;
  GangSlots slots_;
  std::vector<GangQueue*> queues_;  ///< by core
  engine::Timer timer_;
};

}  // namespace kickpath::host

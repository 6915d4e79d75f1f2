#pragma once
#include <cstdint>
#include <vector>

#include "engine/timer.hpp"
#include "host/host.hpp"
#include "notify/grace_period.hpp"
#include "notify/gsi_routing_spec.hpp"

/// A grace period of tree RCU, tick by tick (Linux 3.14 kernel/rcu/tree.c; from memory, the fields' names are
/// its).
///
/// The updater's callback is noticed at the next tick of its core. A grace period that runs then is not
/// enough: the next one counts (rcu_accelerate_cbs). In a grace period a busy core notices at its first tick
/// and has passed a quiescent state at its second (each entry of a guest is one); idle cores are asked after
/// `first_fqs` ticks, and at each tick from then on (force_quiescent_state). The tick after its end the
/// callback runs, and wakes the updater. All cores tick at once (skew_tick=0).
namespace kickpath::notify {

class RcuGracePeriod final : public GracePeriod {
 public:
  RcuGracePeriod(host::Host& host, const RcuSpec& spec);
  void wait(host::Task& updater) override;
  Duration cost_of_reading() override { return Duration::zero(); }

 private:
  struct Waiter {
    host::Task* task;
    std::uint64_t needs = 0;  ///< the grace period whose end it waits for; 0: not noticed yet
    bool is_done = false;
  };

  void tick();
  void run_callbacks();
  void advance();
  void notice_waiters();
  void begin();
  bool is_quiescent(std::size_t core);
  void look_at_next_tick();

  host::Host& host_;
  RcuSpec spec_;
  engine::Timer timer_;
  std::vector<Waiter*> waiters_;
  std::uint64_t completed_ = 0;                 ///< grace periods
  bool is_running_ = false;                     ///< number completed_ + 1
  std::uint64_t age_ = 0;                       ///< ticks since it began
  std::vector<bool> has_noticed_, has_passed_;  ///< by core
};

}  // namespace kickpath::notify

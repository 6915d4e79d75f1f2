#pragma once
#include "host/policy/waiting_list.hpp"
#include "host/run_queue.hpp"

/// First come, first served, to the end: who runs keeps the core until it blocks or yields. Neither weight
/// nor tick matters. The scheduler of closed forms and of what-ifs ("what if nobody were ever preempted?").
namespace kickpath::host {

class FifoRunQueue final : public RunQueue {
 public:
  void enqueue(SchedEntity& e, Arrival why) override;
  bool dequeue(SchedEntity& e, Departure why) override;
  SchedEntity* pick_next() override;
  bool account(Duration ran) override;
  bool should_preempt(const SchedEntity&) override { return running_ == nullptr; }
  bool tick() override { return false; }
  void yield() override;
  void put_back() override;
  void prefer(SchedEntity& e) override { preferred_ = &e; }
  SchedEntity* running() const override { return running_; }
  std::size_t runnable() const override { return waiting_.size() + (running_ ? 1 : 0); }
  SchedEntity* steal_candidate(MayMove allowed, const void* context) const override;

 private:
  void wait(SchedEntity& e) { waiting_.insert(e, static_cast<std::int64_t>(e.turn)); }

  WaitingList waiting_;  ///< by turn
  SchedEntity* running_ = nullptr;
  SchedEntity* preferred_ = nullptr;
  std::uint64_t turns_ = 0;
};

}  // namespace kickpath::host

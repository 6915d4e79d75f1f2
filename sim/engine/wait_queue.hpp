#pragma once
#include <cstddef>

#include "time/duration.hpp"

namespace kickpath::engine {

class Actor;
class Simulation;

/// Actors that wait for one thing, first come first served. Who waits here is woken by this queue alone:
/// unparking such an actor directly is a broken invariant.
class WaitQueue {
 public:
  /// `why` completes "waits for ..." in a deadlock's report and must outlive the queue.
  explicit WaitQueue(Simulation& simulation, const char* why) : simulation_(simulation), why_(why) {}
  WaitQueue(const WaitQueue&) = delete;
  WaitQueue& operator=(const WaitQueue&) = delete;

  void wait();
  bool wait_until(
      Instant deadline);  ///< true: notified; false: the deadline came, and the actor has left the queue

  bool notify_one();         ///< wakes the one who waits longest; false: nobody does
  std::size_t notify_all();  ///< in the order of their coming; returns how many
  bool empty() const { return first_ == nullptr; }

 private:
  // Lives on the waiting actor's stack.
  struct Waiter {
    Actor& actor;
    Waiter* previous;
    Waiter* next = nullptr;
    bool is_notified = false;
  };

  void append(Waiter& waiter);
  void remove(Waiter& waiter);

  Simulation& simulation_;
  const char* why_;
  Waiter* first_ = nullptr;
  Waiter* last_ = nullptr;
};

}  // namespace kickpath::engine

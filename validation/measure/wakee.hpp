#pragma once
#include <atomic>
#include <cstdint>
#include <optional>
#include <thread>

#include "measure/event_waiter.hpp"
#include "time/ids.hpp"

namespace kickpath::measure {

/// A thread on a core of its own choice that is woken through an eventfd, again and again.
///
/// For each wake: the waker calls signal(), then learns that the wakee ran from last_wake() (spinning, from
/// another core) or await() (blocking, from the same core); then it leaves the wakee time to block again
/// before the next.
class Wakee {
 public:
  enum class Tells { by_memory, by_event };  ///< await() works with by_event alone

  Wakee(WaitBy how, CoreId core, Tells tells);
  ~Wakee();
  Wakee(const Wakee&) = delete;
  Wakee& operator=(const Wakee&) = delete;

  struct Wake {
    hostfacts::Ticks ran_at = 0;  ///< first instruction after the wait
    bool has_slept = false;       ///< it had given up its core to wait: a voluntary switch
  };

  void signal() { waiter_.event().signal(); }
  void await() { done_.take(); }

  /// The `n`th wake, from 1, once it has happened.
  std::optional<Wake> last_wake(std::uint64_t n) const;

  /// CPU time of the thread up to its last wake.
  double cpu_s() const { return cpu_s_; }

 private:
  void serve();
  Wake wait_once();

  EventWaiter waiter_;
  EventFd done_{EventFd::Mode::blocking};
  Tells tells_;
  std::atomic<bool> has_to_stop_ = false;
  long switches_ = 0;
  double cpu_s_ = 0;
  Wake wake_;  // written before `count_`, and not again before the next signal()
  std::atomic<std::uint64_t> count_ = 0;
  std::thread thread_;
};

}  // namespace kickpath::measure

#pragma once
#include <atomic>
#include <thread>
#include <vector>

#include "hostfacts/tsc.hpp"
#include "time/ids.hpp"

namespace kickpath::measure {

/// A thread of normal priority that computes without end in user space, and notes how long it runs at a
/// stretch.
class Hog {
 public:
  /// A run ends where the core was away for longer than `away`: choose it above a tick's cost, below a slice.
  Hog(CoreId core, hostfacts::Ticks away);
  ~Hog();
  Hog(const Hog&) = delete;
  Hog& operator=(const Hog&) = delete;

  /// Ends it. Returns its whole runs: without the first, which began with the thread, and the last, which
  /// this call cut short.
  std::vector<hostfacts::Ticks> stop();

 private:
  void compute();

  hostfacts::Ticks away_;
  std::atomic<bool> has_to_stop_ = false;
  std::vector<hostfacts::Ticks> runs_;
  std::thread thread_;
};

}  // namespace kickpath::measure

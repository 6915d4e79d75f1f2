#include "measure/hog.hpp"

#include <utility>

#include "measure/core_thread.hpp"

namespace kickpath::measure {

using hostfacts::rdtscp;
using hostfacts::Ticks;

Hog::Hog(CoreId core, Ticks away) : away_(away), thread_(start_on(core, [this] { compute(); })) {}

Hog::~Hog() { stop(); }

std::vector<Ticks> Hog::stop() {
  has_to_stop_.store(true, std::memory_order_relaxed);
  if (thread_.joinable()) thread_.join();
  if (!runs_.empty()) runs_.erase(runs_.begin());
  return std::exchange(runs_, {});
}

void Hog::compute() {
  Ticks last = rdtscp();
  Ticks begun = last;
  while (!has_to_stop_.load(std::memory_order_relaxed)) {
    const Ticks now = rdtscp();
    if (now - last > away_) {
      runs_.push_back(last - begun);
      begun = now;
    }
    last = now;
  }
}

}  // namespace kickpath::measure

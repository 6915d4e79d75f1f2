#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "hostfacts/tsc.hpp"
#include "measure/cores.hpp"

namespace kickpath::measure {

using hostfacts::rdtscp;
using hostfacts::Ticks;

/// How long a group of benchmarks goes on: until the time is up and each benchmark has the least samples.
struct Effort {
  std::chrono::nanoseconds time = std::chrono::milliseconds{100};  ///< as long as neighbours often stay away
  std::size_t least_samples = 5;
};

/// What one benchmark measured.
struct Samples {
  std::vector<double> values;  ///< in the unit of its entry
  unsigned batch = 1;          ///< operations behind each value, which is their mean
  std::string note;            ///< what a reader must know besides
};

/// What a group of benchmarks has at hand while it runs. It begins pinned to cores().home.
class Bench {
 public:
  /// `progress`: share done, 0 to 1, about every 10 ms and never within a sample; it may throw to end the
  /// run.
  Bench(hostfacts::TscClock tsc, Cores cores, Effort effort, std::function<void(double)> progress);

  const Cores& cores() const { return cores_; }
  Frequency tsc() const { return tsc_.frequency(); }
  double to_ns(Ticks ticks) const { return tsc_.to_ns(ticks); }
  Ticks ticks_in(std::chrono::nanoseconds time) const { return tsc_.ticks_in(time); }

  /// Call it in every loop that waits for somebody: reports progress if it is time to.
  void check();

  /// Is there time for one more of `taken` samples? For benchmark `index` of `of` that share the group's
  /// time.
  bool goes_on(std::size_t taken, unsigned index = 0, unsigned of = 1);

  /// Calls `sample`, which returns a value, while goes_on().
  template <class Sample>
  std::vector<double> collect(unsigned index, unsigned of, Sample sample) {
    std::vector<double> values;
    while (goes_on(values.size(), index, of)) values.push_back(sample());
    return values;
  }

  /// Calls `operation` in batches; each value is the mean ns of one call.
  template <class Operation>
  Samples time_batches(unsigned index, unsigned of, unsigned batch, Operation operation) {
    const auto sample = [&] {
      const Ticks begin = rdtscp();
      for (unsigned i = 0; i < batch; ++i) operation();
      return to_ns(rdtscp() - begin) / batch;
    };
    sample();  // warms up
    return {collect(index, of, sample), batch, {}};
  }

  /// Spins, as CPU work does, without leaving the core.
  void spin(std::chrono::nanoseconds time) const;

 private:
  hostfacts::TscClock tsc_;
  Cores cores_;
  Effort effort_;
  std::function<void(double)> progress_;
  Ticks begun_;
  Ticks reported_;
};

}  // namespace kickpath::measure

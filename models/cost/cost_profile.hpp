#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cost/component.hpp"
#include "time/cycles.hpp"
#include "time/distribution.hpp"
#include "time/duration.hpp"

/// What each component costs on one host: the content of a `kickpath.profile/1` file.
namespace kickpath::cost {

/// Of 95 %, unless said otherwise.
struct Interval {
  Duration low{};
  Duration high{};
  friend bool operator==(const Interval&, const Interval&) = default;
};

struct Cost {
  Distribution value;                ///< copy.per_byte: time per byte
  std::optional<Duration> spread;    ///< standard deviation of the value's error
  std::optional<Interval> interval;  ///< of the value
  std::string source;                ///< where the figure is from, and how to get it again
  bool is_placeholder = false;       ///< a guess, waiting for a measurement
};

/// The errors of two costs go together: what the data say of their sum, they do not say of each.
struct Correlation {
  Component a{};
  Component b{};
  double r = 0;  ///< -1 to 1
  friend bool operator==(const Correlation&, const Correlation&) = default;
};

/// How well the measurements behind a calibrated profile tell its costs apart.
struct Calibration {
  std::optional<double> condition_number;  ///< of the scaled design matrix: 1 is perfect
  std::vector<Correlation> correlations;   ///< those that matter; others are taken as 0
};

/// Other tenants of the machine that a virtual host is on: they run on the SMT siblings of its cores, and
/// nothing tells it.
struct Neighbours {
  double share = 0;     ///< of the time in which a core is slowed down, 0 to 1
  double slowdown = 1;  ///< its work then takes so many times as long as otherwise, 1 or more
  /// What a program computes by itself takes so many times as long on average as on a core to itself. (Costs
  /// are of the average already; but a scenario says work as of a core to itself.)
  double computing = 1;
  /// For so long at a time, on average. What counts is that an operation is short against it, and a run is
  /// long.
  Duration dwell{2'000'000'000};
  friend bool operator==(const Neighbours&, const Neighbours&) = default;
};

struct CostProfile {
  std::string name;
  std::string description;
  std::uint32_t hz = 250;                   ///< CONFIG_HZ of the host
  std::optional<Frequency> frequency;       ///< of the TSC; needed where a cost is given in cycles
  Duration deep_idle_after{200'000'000};    ///< an idle core's sleep is deep from then on (200 us: KVM's
                                            ///< halt_poll_ns, where cores are virtual)
  Neighbours neighbours;                    ///< the costs are those of their average
  std::array<Cost, component_count> costs;  ///< a component that the file does not name costs nothing
  Calibration calibration;

  const Cost& operator[](Component c) const { return costs[index_of(c)]; }
  Cost& operator[](Component c) { return costs[index_of(c)]; }
};

}  // namespace kickpath::cost

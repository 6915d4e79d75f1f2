#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "placement/field.hpp"

/// Which of the things that a result knows is used up as the load rises.
namespace kickpath::capacity {

using placement::Observation;

/// Something that is busy for a share of the time, at most 1.
struct Usage {
  enum class Kind {
    thread,  ///< over all cores that it ran on
    cores,   ///< all of a host, their mean
    core
  };
  Kind kind = Kind::thread;
  std::string name;  ///< "vm0/ring/iothread", "the host's 2 cores", "core 1"
  double share = 0;
  std::string by;  ///< of cores, who uses them: "vcpus 61 %, servers 37 %"
};

/// Means over the replicas: threads, then hosts, then single cores; each kind's busiest first.
std::vector<Usage> usages_of(std::span<const Observation> observations);

/// A load as this room looks at it.
struct LoadUse {
  std::string name;  ///< as it is told: "12"
  std::span<const Observation> observations;
};

struct RunsOut {
  std::optional<std::string> resource;                 ///< nothing: none that a result knows is used up
  std::optional<double> at_least, at_held, at_beyond;  ///< its share, or that of the busiest
  std::string sentence;
};

/// What runs out first: the busiest of those at 90 % or more at `beyond`, the smallest load that does not
/// hold; rather a thread than all cores, and these rather than a single one; rather what was not as busy
/// at `least` already, the smallest load that was tried, because polling counts as busy. Without a `beyond`,
/// `held` is looked at.
RunsOut runs_out(const LoadUse& least, const std::optional<LoadUse>& held,
                 const std::optional<LoadUse>& beyond);

}  // namespace kickpath::capacity

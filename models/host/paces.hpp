#pragma once
#include <functional>
#include <vector>

#include "host/pace.hpp"
#include "host/topology.hpp"

/// The pace of every core of a host whose cores are not all alike all the time: the speed of its type, less
/// while its SMT sibling runs, more while few cores of its socket do (turbo). Knows no clock: whoever says
/// that a core begins or ends to run is told at once whose pace changes.
///
/// A core runs while any task has it, one that waits busily included; an idle one leaves its sibling all of
/// the core.
namespace kickpath::host {

class Paces {
 public:
  /// Told the speed; 1 is full.
  using Change = std::function<void(CoreId, double)>;
  /// `change` is called for every core whose pace is not full to begin with, too.
  Paces(const TopologySpec& spec, Change change);

  void set_running(CoreId core, bool runs);

  /// Does anything of it differ from cores that are alike?
  static bool are_uniform(const TopologySpec& spec) {
    return spec.threads == 1 && spec.speed.empty() && spec.turbo.empty();
  }

 private:
  double speed_of(CoreId core) const;
  double turbo_of(std::uint32_t socket) const;
  bool has_running_sibling(CoreId core) const;
  void refresh(CoreId core);
  void refresh_socket(std::uint32_t socket);

  TopologySpec spec_;
  Topology topology_;
  Change change_;
  std::vector<bool> runs_;
  std::vector<std::uint32_t> active_;  ///< cores of each socket with a thread that runs
  std::vector<Pace> paces_;
};

}  // namespace kickpath::host

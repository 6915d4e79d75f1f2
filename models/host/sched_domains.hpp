#pragma once
#include <vector>

#include "host/core_set.hpp"
#include "host/topology.hpp"

namespace kickpath::host {

/// The domains of a core, innermost first (Linux kernel/sched/topology.c: SMT, MC, NUMA): the threads of its
/// core, the cores of its socket, all. A level that adds nothing is left out.
inline std::vector<CoreSet> sched_domains(const Topology& topology, CoreId of) {
  const auto within = [&](Distance farthest) {
    CoreSet span;
    for (CoreId core{0}; core.value < topology.cores(); ++core.value)
      if (topology.between(of, core) <= farthest) span.insert(core);
    return span;
  };
  std::vector<CoreSet> domains;
  if (topology.has_siblings()) domains.push_back(within(Distance::sibling));
  if (topology.has_sockets()) domains.push_back(within(Distance::near));
  domains.push_back(within(Distance::far));
  return domains;
}

}  // namespace kickpath::host

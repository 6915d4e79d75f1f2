#pragma once
#include <cstdint>
#include <vector>

/// How the host's cores hang together. The words are lscpu's: a host "core" of the models is a logical CPU,
/// that is a thread of one of these cores.
namespace kickpath::host {

struct TopologySpec {
  std::uint32_t sockets = 1;  ///< each with a last-level cache and a NUMA node of its own
  std::uint32_t cores = 1;    ///< of a socket
  std::uint32_t threads = 1;  ///< of a core; 2 are SMT siblings

  /// Of a thread while its sibling runs too, alone it is 1. Two threads then do 1.25 times the work of one:
  /// D. Marr et al., "Hyper-Threading Technology Architecture and Microarchitecture", Intel Technology
  /// Journal 6(1), 2002, measure 16 to 28 % more on server workloads [from memory].
  double smt_speed = 0.625;

  /// Of core i modulo length, counted over all sockets, relative to the core for which the profile holds;
  /// empty: 1.
  std::vector<double> speed;

  /// Factor on it while n cores of the socket are busy: the n-th entry, the last one for more; empty: 1.
  std::vector<double> turbo;

  std::uint32_t physical_cores() const { return sockets * cores; }
  std::uint32_t logical_cores() const { return physical_cores() * threads; }
};

}  // namespace kickpath::host

#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hostfacts/host_files.hpp"

namespace kickpath::hostfacts {

struct IdleState {
  std::string name;
  std::optional<std::int64_t> latency_us;  ///< to leave it, as the driver claims
  std::optional<bool> is_disabled;
};

/// What an idle core does until somebody wakes it: Documentation/admin-guide/pm/cpuidle.rst.
struct IdleFacts {
  std::optional<std::string> driver;
  std::optional<std::string> governor;
  std::vector<IdleState> states;                   ///< of cpu0, shallow to deep; none without a driver
  std::optional<std::int64_t> guest_halt_poll_ns;  ///< governor haltpoll: how long it polls before HLT
};

IdleFacts read_idle_facts(const HostFiles& files);

}  // namespace kickpath::hostfacts

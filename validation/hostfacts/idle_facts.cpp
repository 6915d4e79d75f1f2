#include "hostfacts/idle_facts.hpp"

#include <fmt/format.h>

namespace kickpath::hostfacts {

namespace {

/// state0, state1, ... in that order; sysfs numbers them without gaps.
std::vector<IdleState> read_states(const HostFiles& files) {
  std::vector<IdleState> states;
  while (true) {
    const std::string folder = fmt::format("sys/devices/system/cpu/cpu0/cpuidle/state{}", states.size());
    auto name = files.word(folder + "/name");
    if (!name) return states;
    const auto disabled = files.number(folder + "/disable");
    states.push_back({std::move(*name), files.number(folder + "/latency"),
                      disabled ? std::optional{*disabled != 0} : std::nullopt});
  }
}

}  // namespace

IdleFacts read_idle_facts(const HostFiles& files) {
  IdleFacts facts;
  facts.driver = files.word("sys/devices/system/cpu/cpuidle/current_driver");
  facts.governor = files.word("sys/devices/system/cpu/cpuidle/current_governor");
  // Older kernels name it only in the file that root may not write.
  if (!facts.governor) facts.governor = files.word("sys/devices/system/cpu/cpuidle/current_governor_ro");
  facts.states = read_states(files);
  facts.guest_halt_poll_ns = files.number("sys/module/haltpoll/parameters/guest_halt_poll_ns");
  return facts;
}

}  // namespace kickpath::hostfacts

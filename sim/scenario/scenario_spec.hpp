#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "time/duration.hpp"
#include "vm/machine_spec.hpp"

/// A scenario file as plain data (`kickpath.scenario/1`, design.md section 3).
namespace kickpath::scenario {

struct RunSpec {
  Duration warmup{200'000'000'000};      ///< cut: 200 ms
  Duration duration{2'000'000'000'000};  ///< measured: 2 s
  std::uint32_t replicas = 5;
  std::uint64_t seed = 1;
};

struct ScenarioSpec {
  std::string name;
  std::optional<std::string> profile;  ///< path, relative to the scenario's folder as written in the file
  vm::MachineSpec machine;
  RunSpec run;
};

}  // namespace kickpath::scenario

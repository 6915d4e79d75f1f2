#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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

/// A published figure of the scenario, to hold the prediction against.
struct ReferenceSpec {
  enum class Role : std::uint8_t {
    fitted,    ///< a cost was chosen by this figure
    predicted  ///< none was: the error is a prediction's
  };
  std::string metric;  ///< key of the metric table
  std::optional<double> value;  ///< none: not published
  Role role = Role::predicted;
  std::string source;
};

struct ScenarioSpec {
  std::string name;
  std::optional<std::string> profile;  ///< path, relative to the scenario's folder as written in the file
  vm::MachineSpec machine;
  RunSpec run;
  std::vector<ReferenceSpec> references;
};

}  // namespace kickpath::scenario

#pragma once
#include <functional>

#include "explain/explanation.hpp"
#include "vm/machine_spec.hpp"

namespace kickpath::explain {

/// Whether the scenario can be loaded with these settings laid over it.
using IsPossible = std::function<bool(const std::vector<std::string>&)>;

/// What would change the largest parts of each class's latency, by rules; the largest part first, what is
/// impossible in this scenario left out. Rules of thumb: `kickpath compare` says what each comes to.
std::vector<Advice> advise(const Explanation& explanation, const vm::MachineSpec& machine,
                           const IsPossible& is_possible);

}  // namespace kickpath::explain

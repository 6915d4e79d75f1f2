#pragma once
#include <string>

#include "vm/machine_spec.hpp"

namespace kickpath::placement {

/// Lists of cores that say no more than a word does become that word: spread, same-core, other-core.
vm::MachineSpec with_placement_words(vm::MachineSpec machine);

/// "vm: vcpus 0 1, servers same-core"; groups after each other.
std::string placement_text(const vm::MachineSpec& machine);

}  // namespace kickpath::placement

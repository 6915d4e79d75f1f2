#pragma once
#include "vmm/refusal.hpp"

/// What a scenario asks for and QEMU does not have, or has in its own way.
namespace kickpath::qemu {

std::vector<vmm::Refusal> refusals(const vm::MachineSpec& spec, const vmm::Limits& limits);

/// Without making the run impossible: told, and kept with the result.
std::vector<std::string> differences(const vm::MachineSpec& spec, const vmm::Limits& limits,
                                     const hostfacts::HostRecord& host);

}  // namespace kickpath::qemu

#pragma once
#include "cli/kvm_world.hpp"
#include "vmm/refusal.hpp"
#include "vmm/run.hpp"

/// What the worlds that measure have in common.
namespace kickpath::cli {

vmm::RunPlan plan_of(const RunInput& input, const KvmOptions& options);

/// What a measured run of it is told by: the host, its core map, how quiet it was, what it does in its own
/// way.
results::RunIdentity identity_of(const std::string& world, const RunInput& input,
                                 const hostfacts::HostRecord& host, const vmm::Limits& limits,
                                 const vmm::MeasuredRun& run, bool is_gated,
                                 const std::vector<std::string>& differences);

void report_all(const std::vector<vmm::Refusal>& refusals, const RunInput& input, config::Errors& errors);

}  // namespace kickpath::cli

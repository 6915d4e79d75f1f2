#include "cli/measured_run.hpp"

#include "scenario/load.hpp"

namespace kickpath::cli {

namespace {

using Json = nlohmann::ordered_json;

Duration seconds(double s) { return Duration{static_cast<std::int64_t>(s * 1e12)}; }

Json core_map(const std::vector<unsigned>& cpus, std::uint32_t cores) {
  Json map = Json::array();
  for (std::uint32_t core = 0; core < cores; ++core) map.push_back({{"core", core}, {"cpu", cpus[core]}});
  return map;
}

Json gate_of(const vmm::MeasuredRun& run, bool is_gated) {
  Json loads = Json::array();
  for (const auto& [load, calm] : run.quietness)
    loads.push_back({{"foreign_cores", load.foreign},
                     {"steal", load.steal},
                     {"calm_s", to_seconds(calm.calm)},
                     {"passed_s", to_seconds(calm.passed)}});
  return {{"gated", is_gated}, {"repeats", run.repeats}, {"rejected", run.rejected}, {"loads", loads}};
}

}  // namespace

vmm::RunPlan plan_of(const RunInput& input, const KvmOptions& options) {
  const scenario::RunSpec& run = input.spec.run;
  return {input.spec.machine, run.warmup, run.duration,
          run.replicas,       run.seed,   seconds(options.guest_patience_s),
          options.is_gated};
}

results::RunIdentity identity_of(const std::string& world, const RunInput& input,
                                 const hostfacts::HostRecord& host, const vmm::Limits& limits,
                                 const vmm::MeasuredRun& run, bool is_gated,
                                 const std::vector<std::string>& differences) {
  results::RunIdentity identity;
  identity.world = world;
  identity.scenario = {input.spec.name, input.scenario_hash};
  identity.seed = input.spec.run.seed;
  identity.versions = {{"kickpath", KICKPATH_VERSION}};
  identity.host = hostfacts::to_json(host);
  identity.host["core_map"] = core_map(limits.cpus, input.spec.machine.host.cores);
  identity.host["quiet"] = gate_of(run, is_gated);
  identity.host["differences"] = differences;
  return identity;
}

void report_all(const std::vector<vmm::Refusal>& refusals, const RunInput& input, config::Errors& errors) {
  for (const vmm::Refusal& refusal : refusals)
    scenario::report(input.scenario_root, refusal.where, refusal.message, errors);
}

}  // namespace kickpath::cli

#include "cli/kvm_world.hpp"

#include <fmt/format.h>

#include "hostfacts/host_record.hpp"
#include "scenario/load.hpp"
#include "vmm/refusal.hpp"
#include "vmm/run.hpp"

namespace kickpath::cli {

namespace {

using Json = nlohmann::ordered_json;

Duration seconds(double s) { return Duration{static_cast<std::int64_t>(s * 1e12)}; }

vmm::RunPlan plan_of(const RunInput& input, const KvmOptions& options) {
  const scenario::RunSpec& run = input.spec.run;
  return {input.spec.machine, run.warmup, run.duration,
          run.replicas,       run.seed,   seconds(options.guest_patience_s),
          options.is_gated};
}

Json core_map(const std::vector<unsigned>& cpus, std::uint32_t cores) {
  Json map = Json::array();
  for (std::uint32_t core = 0; core < cores; ++core) map.push_back({{"core", core}, {"cpu", cpus[core]}});
  return map;
}

Json gate_of(const vmm::MeasuredRun& run, bool is_gated) {
  Json loads = Json::array();
  for (const auto& load : run.loads)
    loads.push_back({{"foreign_cores", load.foreign}, {"steal", load.steal}});
  return {{"gated", is_gated}, {"repeats", run.repeats}, {"rejected", run.rejected}, {"loads", loads}};
}

}  // namespace

struct KvmWorld::Parts {
  vmm::Kvm kvm;
  hostfacts::HostRecord host = hostfacts::read_host_record(hostfacts::HostFiles{});
  vmm::Limits limits = vmm::limits_of(kvm, host);
  vmm::ClockRates rates = vmm::measure_clock_rates();
};

KvmWorld::KvmWorld(const KvmOptions& options) : options_(options), parts_(std::make_unique<Parts>()) {}
KvmWorld::~KvmWorld() = default;

void KvmWorld::check(const RunInput& input, config::Errors& errors) const {
  for (const vmm::Refusal& refusal : vmm::refusals(input.spec.machine, parts_->limits))
    scenario::report(input.scenario_root, refusal.where, refusal.message, errors);
}

results::RunResult KvmWorld::run(const RunInput& input, const std::function<void(double)>& progress) const {
  const vmm::MeasuredRun run =
      vmm::run(parts_->kvm, plan_of(input, options_), parts_->rates, parts_->limits, progress);
  results::RunIdentity identity;
  identity.world = "kvm";
  identity.scenario = {input.spec.name, input.scenario_hash};
  identity.seed = input.spec.run.seed;
  identity.versions = {{"kickpath", KICKPATH_VERSION}};
  identity.host = hostfacts::to_json(parts_->host);
  identity.host["core_map"] = core_map(parts_->limits.cpus, input.spec.machine.host.cores);
  identity.host["quiet"] = gate_of(run, options_.is_gated);
  identity.host["differences"] = vmm::differences(input.spec.machine, parts_->limits, parts_->host);
  return results::summarize_run(std::move(identity), run.replicas);
}

void KvmWorld::record(const RunInput& input, const vmm::Recording& recording,
                      const std::function<void(double)>& progress) const {
  vmm::repeat_recorded(parts_->kvm, plan_of(input, options_), parts_->rates, parts_->limits, recording,
                       progress);
}

std::vector<unsigned> KvmWorld::cpus(const RunInput& input) const {
  const auto& all = parts_->limits.cpus;
  return {all.begin(), all.begin() + input.spec.machine.host.cores};
}

Frequency KvmWorld::tsc() const { return parts_->rates.tsc_frequency; }

std::string host_text(const results::RunResult& result) {
  const Json& host = result.identity.host;
  std::string text = "\n";
  for (const Json& pair : host["core_map"])
    text += fmt::format("core {} is cpu {}\n", pair["core"].get<unsigned>(), pair["cpu"].get<unsigned>());
  const Json& quiet = host["quiet"];
  text += fmt::format("{} of {} repeats rejected for foreign load or steal{}\n",
                      quiet["rejected"].get<unsigned>(), quiet["repeats"].get<unsigned>(),
                      quiet["gated"] ? "" : " (--ungated: busy ones count)");
  if (result.replicas == 0) text += "the host was never quiet for long enough: no figures\n";
  for (const Json& difference : host["differences"]) text += "note: " + difference.get<std::string>() + "\n";
  return text;
}

}  // namespace kickpath::cli

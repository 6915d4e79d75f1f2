#include "cli/kvm_world.hpp"

#include <fmt/format.h>

#include "cli/measured_run.hpp"
#include "hostfacts/host_record.hpp"

namespace kickpath::cli {

namespace {

using Json = nlohmann::ordered_json;

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
  report_all(vmm::refusals(input.spec.machine, parts_->limits), input, errors);
}

vmm::MeasuredRun KvmWorld::measure(const RunInput& input, const std::function<void(double)>& progress) const {
  return vmm::run(parts_->kvm, plan_of(input, options_), parts_->rates, parts_->limits, progress);
}

results::RunResult KvmWorld::result_of(const RunInput& input, const vmm::MeasuredRun& run) const {
  return results::summarize_run(
      identity_of("kvm", input, parts_->host, parts_->limits, run, options_.is_gated,
                  vmm::differences(input.spec.machine, parts_->limits, parts_->host)),
      run.replicas);
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

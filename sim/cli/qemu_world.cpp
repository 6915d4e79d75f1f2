#include "cli/qemu_world.hpp"

#include "cli/measured_run.hpp"
#include "qemu/qemu_refusal.hpp"
#include "qemu/qemu_run.hpp"

namespace kickpath::cli {

struct QemuWorld::Parts {
  vmm::Kvm kvm;
  qemu::QemuProgram program = qemu::find_qemu();
  hostfacts::HostRecord host = hostfacts::read_host_record(hostfacts::HostFiles{});
  vmm::Limits limits = vmm::limits_of(kvm, host);
  vmm::ClockRates rates = vmm::measure_clock_rates();
};

QemuWorld::QemuWorld(const KvmOptions& options) : options_(options), parts_(std::make_unique<Parts>()) {}
QemuWorld::~QemuWorld() = default;

void QemuWorld::check(const RunInput& input, config::Errors& errors) const {
  report_all(qemu::refusals(input.spec.machine, parts_->limits), input, errors);
}

vmm::MeasuredRun QemuWorld::measure(const RunInput& input,
                                    const std::function<void(double)>& progress) const {
  return qemu::run(parts_->program, plan_of(input, options_), parts_->rates, parts_->limits, progress);
}

results::RunResult QemuWorld::result_of(const RunInput& input, const vmm::MeasuredRun& run) const {
  results::RunIdentity identity =
      identity_of("qemu", input, parts_->host, parts_->limits, run, options_.is_gated,
                  qemu::differences(input.spec.machine, parts_->limits, parts_->host));
  identity.versions["qemu"] = parts_->program.version;
  return results::summarize_run(std::move(identity), run.replicas);
}

}  // namespace kickpath::cli

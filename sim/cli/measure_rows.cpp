#include "cli/measure_rows.hpp"

#include <fmt/format.h>
#include <iterator>

#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "vmm/system_call.hpp"

namespace kickpath::cli {

namespace {

RunInput input_of(const suite::Row& row, const scenario::RunSpec& run) {
  RunInput input;
  input.spec = row.scenario;
  input.spec.run = run;
  input.scenario_hash = row.hash;
  input.scenario_root = row.root;
  return input;
}

/// Why this host cannot run it; empty if it can.
std::string refusal_of(const RunInput& input, const KvmWorld& world) {
  config::Errors errors;
  world.check(input, errors);
  std::string reasons;
  for (const config::Error& error : errors.sorted())
    reasons += fmt::format("{}{}: {}", reasons.empty() ? "" : "; ", error.path, error.message);
  return reasons;
}

/// One row, over the rounds.
class RowMeasurement {
 public:
  RowMeasurement(const suite::Row& row, const scenario::RunSpec& run, const KvmWorld& world)
      : world_(world), input_(input_of(row, run)), skipped_(refusal_of(input_, world)) {}

  /// A guest that hangs in one row says nothing against the others.
  void repeat(std::uint32_t round, const std::function<void(double)>& progress) {
    if (!skipped_.empty() || !failed_.empty()) return;
    RunInput once = input_;
    once.spec.run.replicas = 1;
    once.spec.run.seed += round;
    try {
      add(world_.measure(once, progress));
    } catch (const vmm::MachineCannot&) {
      throw;
    } catch (const std::runtime_error& error) {
      failed_ = error.what();
    }
  }

  suite::MeasuredRow result(nlohmann::ordered_json& host) const {
    if (run_.repeats == 0 || !failed_.empty())
      return {input_.spec.name, input_.scenario_hash, {}, run_.repeats, run_.rejected, skipped_, failed_};
    const results::RunResult result = world_.result_of(input_, enough());
    if (host.is_null()) host = suite::host_of(result);
    return suite::measured_row(input_.spec.name, result);
  }

 private:
  void add(vmm::MeasuredRun some) {
    run_.replicas.insert(run_.replicas.end(), std::make_move_iterator(some.replicas.begin()),
                         std::make_move_iterator(some.replicas.end()));
    run_.repeats += some.repeats;
    run_.rejected += some.rejected;
    run_.loads.insert(run_.loads.end(), some.loads.begin(), some.loads.end());
  }

  /// As vmm::run has it: with fewer than half of the wanted repeats clean, none counts.
  vmm::MeasuredRun enough() const {
    vmm::MeasuredRun run = run_;
    if (run.replicas.size() < (input_.spec.run.replicas + 1) / 2) run.replicas.clear();
    return run;
  }

  const KvmWorld& world_;
  RunInput input_;
  std::string skipped_, failed_;
  vmm::MeasuredRun run_;
};

}  // namespace

suite::Measured measure_rows(const suite::Suite& suite, const KvmOptions& options,
                             const std::function<void()>& after_row) {
  const KvmWorld world(options);
  suite::Measured measured;
  measured.suite = {suite.spec.name, suite.hash};
  measured.run = suite.spec.run.kvm;
  measured.is_gated = options.is_gated;
  measured.versions = {{"kickpath", KICKPATH_VERSION}};
  std::vector<RowMeasurement> rows;
  for (const suite::Row& row : suite.rows) rows.emplace_back(row, measured.run, world);
  ProgressBar bar("measure");
  const double all = static_cast<double>(rows.size()) * measured.run.replicas;
  for (std::uint32_t round = 0; round < measured.run.replicas; ++round) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].repeat(round, [&](double done) {
        check_interrupted();
        bar.show((static_cast<double>(round * rows.size() + i) + done) / all);
      });
      after_row();
    }
  }
  for (const RowMeasurement& row : rows) measured.rows.push_back(row.result(measured.host));
  return measured;
}

}  // namespace kickpath::cli

#include "cli/measure_rows.hpp"

#include <fmt/format.h>
#include <iterator>

#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "cli/qemu_world.hpp"
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
std::string refusal_of(const RunInput& input, const MeasuredWorld& world) {
  config::Errors errors;
  world.check(input, errors);
  std::string reasons;
  for (const config::Error& error : errors.sorted())
    reasons += fmt::format("{}{}: {}", reasons.empty() ? "" : "; ", error.path, error.message);
  return reasons;
}

std::unique_ptr<MeasuredWorld> open_world(suite::World world, const KvmOptions& options) {
  if (world == suite::World::qemu) return std::make_unique<QemuWorld>(options);
  return std::make_unique<KvmWorld>(options);
}

/// What a round does: some rows, from `begin` to before `end`, and how often each.
struct Round {
  std::size_t begin, end;
  std::uint32_t repeats;
};

Round round_of(suite::World world, std::uint32_t number, std::size_t rows, std::uint32_t replicas) {
  if (world == suite::World::kvm) return {0, rows, 1};
  return {rows * number / replicas, rows * (number + 1) / replicas, replicas};
}

/// One row, over the rounds.
class RowMeasurement {
 public:
  RowMeasurement(const suite::Row& row, const scenario::RunSpec& run, const MeasuredWorld& world)
      : world_(world), input_(input_of(row, run)), skipped_(refusal_of(input_, world)) {}

  /// A guest that hangs in one row says nothing against the others.
  void repeat(std::uint32_t round, std::uint32_t repeats, const std::function<void(double)>& progress) {
    if (!skipped_.empty() || !failed_.empty()) return;
    RunInput once = input_;
    once.spec.run.replicas = repeats;
    once.spec.run.seed += round;
    try {
      add(world_.measure(once, progress));
    } catch (const vmm::MachineCannot&) {
      throw;
    } catch (const std::runtime_error& error) {
      failed_ = error.what();
    }
  }

  /// Of the first row that ran, `host` and `versions` are too.
  suite::MeasuredRow result(suite::Measured& measured) const {
    if (run_.repeats == 0 || !failed_.empty())
      return {input_.spec.name, input_.scenario_hash, {}, run_.repeats, run_.rejected, skipped_, failed_};
    const results::RunResult result = world_.result_of(input_, enough());
    if (measured.host.is_null())
      measured.host = suite::host_of(result), measured.versions = result.identity.versions;
    return suite::measured_row(input_.spec.name, result);
  }

 private:
  void add(vmm::MeasuredRun some) {
    run_.replicas.insert(run_.replicas.end(), std::make_move_iterator(some.replicas.begin()),
                         std::make_move_iterator(some.replicas.end()));
    run_.repeats += some.repeats;
    run_.rejected += some.rejected;
    run_.quietness.insert(run_.quietness.end(), some.quietness.begin(), some.quietness.end());
  }

  /// As vmm::run has it: with fewer than half of the wanted repeats clean, none counts.
  vmm::MeasuredRun enough() const {
    vmm::MeasuredRun run = run_;
    if (run.replicas.size() < (input_.spec.run.replicas + 1) / 2) run.replicas.clear();
    return run;
  }

  const MeasuredWorld& world_;
  RunInput input_;
  std::string skipped_, failed_;
  vmm::MeasuredRun run_;
};

}  // namespace

suite::Measured measure_rows(const suite::Suite& suite, const KvmOptions& options,
                             const std::function<void()>& after_row) {
  const std::unique_ptr<MeasuredWorld> world = open_world(suite.spec.world, options);
  suite::Measured measured;
  measured.suite = {suite.spec.name, suite.hash};
  measured.world = suite.spec.world;
  measured.run = suite.spec.run.of(suite.spec.world);
  measured.is_gated = options.is_gated;
  measured.versions = {{"kickpath", KICKPATH_VERSION}};
  std::vector<RowMeasurement> rows;
  for (const suite::Row& row : suite.rows) rows.emplace_back(row, measured.run, *world);
  ProgressBar bar("measure");
  const double all = static_cast<double>(rows.size()) * measured.run.replicas;
  double before = 0;
  for (std::uint32_t number = 0; number < measured.run.replicas; ++number) {
    const Round round = round_of(suite.spec.world, number, rows.size(), measured.run.replicas);
    for (std::size_t i = round.begin; i < round.end; ++i, before += round.repeats) {
      rows[i].repeat(number, round.repeats, [&](double done) {
        check_interrupted();
        bar.show((before + done * round.repeats) / all);
      });
      after_row();
    }
  }
  for (const RowMeasurement& row : rows) measured.rows.push_back(row.result(measured));
  return measured;
}

}  // namespace kickpath::cli

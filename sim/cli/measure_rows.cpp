#include "cli/measure_rows.hpp"

#include <fmt/format.h>

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

suite::MeasuredRow measure_row(const RunInput& input, const KvmWorld& world, nlohmann::ordered_json& host,
                               const std::function<void(double)>& progress) {
  suite::MeasuredRow row;
  row.name = input.spec.name;
  row.scenario_hash = input.scenario_hash;
  row.skipped = refusal_of(input, world);
  if (!row.skipped.empty()) return row;
  try {
    const results::RunResult result = world.run(input, progress);
    if (host.is_null()) host = suite::host_of(result);
    return suite::measured_row(row.name, result);
  } catch (const vmm::MachineCannot&) {
    throw;
  } catch (const std::runtime_error& error) {
    // A guest that hangs in one row says nothing against the others.
    row.failed = error.what();
    return row;
  }
}

}  // namespace

suite::Measured measure_rows(const suite::Suite& suite, const KvmOptions& options) {
  const KvmWorld world(options);
  suite::Measured measured;
  measured.suite = {suite.spec.name, suite.hash};
  measured.run = suite.spec.run.kvm;
  measured.is_gated = options.is_gated;
  measured.versions = {{"kickpath", KICKPATH_VERSION}};
  ProgressBar bar("measure");
  for (const suite::Row& row : suite.rows) {
    const auto progress = [&](double done) {
      check_interrupted();
      bar.show((static_cast<double>(measured.rows.size()) + done) / static_cast<double>(suite.rows.size()));
    };
    measured.rows.push_back(measure_row(input_of(row, measured.run), world, measured.host, progress));
  }
  return measured;
}

}  // namespace kickpath::cli

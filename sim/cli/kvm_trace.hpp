#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/kvm_world.hpp"
#include "cli/run_inputs.hpp"
#include "cli/trace_options.hpp"
#include "results/output_file.hpp"
#include "trace/measured_timeline.hpp"
#include "tracefs/instance.hpp"

namespace kickpath::cli {

/// `--trace` and `--trace-raw` of world kvm: one more repeat, recorded by the kernel. Nothing of it is in the
/// result, because a trace disturbs what it measures.
class KvmTrace {
 public:
  /// Opens the outputs and makes the instance: what is missing is known before the run. Until record() it
  /// costs nothing. Throws tracefs::Missing.
  KvmTrace(const TraceOptions& options, const RunInput& input);

  /// Notes on what could not be recorded go to stderr.
  void record(const KvmWorld& world, const std::function<void(double)>& progress);

 private:
  void prepare(const KvmWorld& world);
  void write(Frequency tsc);
  void write_raw(Frequency tsc);

  const RunInput& input_;
  trace::TimelineBounds shown_;
  std::unique_ptr<trace::TimelineFile> timeline_;
  std::optional<results::OutputFile> raw_;
  tracefs::Instance instance_;
  std::string clock_{};
  std::string origin_{};  ///< the beginning of the warm-up, by that clock
  std::vector<trace::MeasuredTimeline::Known> threads_{};
};

}  // namespace kickpath::cli

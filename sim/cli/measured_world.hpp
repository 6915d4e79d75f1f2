#pragma once
#include <functional>

#include "cli/run_inputs.hpp"
#include "results/run_result.hpp"
#include "vmm/run.hpp"

namespace kickpath::cli {

/// What `run` and `validate` want of a world that measures.
class MeasuredWorld {
 public:
  virtual ~MeasuredWorld() = default;

  /// What this host cannot do of a scenario goes to `errors`, with its place in the file.
  virtual void check(const RunInput& input, config::Errors& errors) const = 0;
  /// In two steps, so that repeats of several runs can be put together.
  virtual vmm::MeasuredRun measure(const RunInput& input,
                                   const std::function<void(double)>& progress) const = 0;
  virtual results::RunResult result_of(const RunInput& input, const vmm::MeasuredRun& run) const = 0;

  results::RunResult run(const RunInput& input, const std::function<void(double)>& progress) const {
    return result_of(input, measure(input, progress));
  }
};

}  // namespace kickpath::cli

#pragma once
#include "tracefiles/phase_samples.hpp"
#include "tracefiles/read_trace.hpp"

namespace kickpath::tracefiles {

struct TracePhases {
  TraceFacts facts;
  std::vector<PhaseSamples> phases;
};

/// A trace as calibration takes it; of no use after errors.
TracePhases read_phases(const std::filesystem::path& path, const TraceOptions& options,
                        config::Errors& errors);

}  // namespace kickpath::tracefiles

#pragma once
#include "config/error.hpp"
#include "trace/measured_timeline.hpp"
#include "tracefiles/read_trace.hpp"

namespace kickpath::cli {

/// A real host's trace as text into a timeline. It is read twice: the first time for the threads' names.
/// After errors nothing is written.
tracefiles::TraceFacts write_timeline(const std::string& text, const tracefiles::TraceOptions& reading,
                                      trace::TimelineFile& file, config::Errors& errors,
                                      const std::vector<trace::MeasuredTimeline::Known>& known = {});

}  // namespace kickpath::cli

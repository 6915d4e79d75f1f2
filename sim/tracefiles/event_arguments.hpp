#pragma once
#include <string_view>

#include "tracefiles/trace_event.hpp"

namespace kickpath::tracefiles {

/// Fills the members of `event.kind` from what stands behind "name:", as the kernel prints it or as
/// libtraceevent's plugins do. False if that is not what this kind prints.
bool read_arguments(std::string_view text, TraceEvent& event);

}  // namespace kickpath::tracefiles

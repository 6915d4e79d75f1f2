#pragma once
#include <optional>
#include <string_view>

#include "tracefiles/trace_event.hpp"

namespace kickpath::tracefiles {

enum class TraceFormat : unsigned char {
  perf_script,  ///< "comm pid [cpu] time: system:event: arguments"; pid may be "pid/tid"
  tracefs,      ///< "comm-pid [cpu] flags time: event: arguments"; flags may be off
};

constexpr std::string_view name_of(TraceFormat format) {
  return format == TraceFormat::tracefs ? "tracefs" : "perf script";
}

/// What every event's line has before its arguments. Views into the line.
struct LineHead {
  TraceFormat format = TraceFormat::tracefs;
  std::string_view comm;
  ThreadId thread;
  Cpu cpu = 0;
  std::string_view flags;  ///< "dNh2."; empty in perf script's text
  std::string_view time;
  std::string_view event;      ///< without its system
  std::string_view arguments;  ///< not trimmed
};

/// The line's own form tells its format: the pid is a word, or hangs on the name. Nothing if it has neither
/// form.
std::optional<LineHead> read_head(std::string_view line);

/// Flags as kernel/trace/trace_output.c prints them: the third character is the context.
bool is_in_interrupt(const LineHead& head);

}  // namespace kickpath::tracefiles

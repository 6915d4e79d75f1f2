#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "config/error.hpp"
#include "time/cycles.hpp"
#include "tracefiles/line_head.hpp"
#include "tracefiles/time_order.hpp"

/// Text of perf script or of tracefs, event by event; never more than a line and a millisecond of events in
/// memory.
namespace kickpath::tracefiles {

struct TraceOptions {
  /// Of dates that count cycles; above 0. Without it a line "# tsc: 2596000000 Hz" of the text tells.
  std::optional<Frequency> tsc{};
  std::string origin{};  ///< a date as the text writes them, from which dates count; empty: the first event's
};

struct TraceFacts {
  std::string name;  ///< of the file
  std::optional<TraceFormat> format{};
  int lines = 0;
  std::array<std::uint64_t, event_kind_count> events{};  ///< of each kind
  std::uint64_t unknown = 0;                             ///< events that no phase needs
  std::uint64_t gaps = 0;                                ///< places where events are missing
  std::uint64_t lost = 0;                                ///< how many are, as far as the text tells
  std::uint64_t overwritten = 0;                         ///< before the first line, tracefs only
  bool is_torn = false;                                  ///< the last line had no end and was left out
};

/// Events go to `sink` by date; what is missing somewhere goes there as EventKind::lost. After errors the
/// facts are of the part that was read.
TraceFacts read_trace(std::istream& in, const std::string& name, const TraceOptions& options,
                      const EventSink& sink, config::Errors& errors);

TraceFacts read_trace_file(const std::filesystem::path& path, const TraceOptions& options,
                           const EventSink& sink, config::Errors& errors);

/// What to tell the user of facts that are no errors, a sentence each: "t.txt: 12 events lost in 2 places;
/// …".
std::vector<std::string> notes_on(const TraceFacts& facts);

}  // namespace kickpath::tracefiles

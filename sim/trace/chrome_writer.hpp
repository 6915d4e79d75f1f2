#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "results/output_file.hpp"
#include "trace/timeline_legend.hpp"

namespace kickpath::trace {

/// Records as Chrome's Trace Event Format (the "JSON Object Format" of the document of that name by the Trace
/// Viewer project), which Perfetto's UI and chrome://tracing open: an event a line, `ts` in microseconds with
/// all six decimals, so that picoseconds stay exact. Writes as it goes, in blocks. Throws
/// results::OutputError.
///
/// It writes what it is given: that slices nest and that arrows are whole is up to the caller (TimelineCut).
class ChromeWriter {
 public:
  ChromeWriter(results::OutputFile& file, const TimelineLegend& legend);
  ChromeWriter(const ChromeWriter&) = delete;
  ChromeWriter& operator=(const ChromeWriter&) = delete;

  /// First of all. `about` is for people and programs that read `otherData`.
  void begin(const nlohmann::ordered_json& about);
  /// Tracks that the legend has got since; before records that lie on them.
  void declare_tracks();
  void write(const Record& record);
  /// Last.
  void end();

 private:
  /// There are so many bytes of room now.
  void make_room(std::size_t bytes);
  void append(std::string_view text);  ///< where there is room
  void append_date(Instant date);
  void append_number(std::uint64_t number);
  void append_counter(const Record& record);
  void declare(std::string_view kind, std::string_view ids, std::string_view arguments);
  void flush();

  results::OutputFile& file_;
  const TimelineLegend& legend_;
  std::string buffer_;
  std::size_t used_ = 0;
  std::size_t processes_ = 0;  ///< declared
  std::size_t tracks_ = 0;     ///< declared
  bool has_events_ = false;
  Instant dated_ = never;  ///< what `date_` says
  std::string date_;
};

}  // namespace kickpath::trace

#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "trace/chrome_writer.hpp"

namespace kickpath::trace {

/// A piece cut out of a stream of records, so that it is whole by itself: what is open at its beginning
/// begins there, what is open at its end ends there; counters have their values from its beginning on. An
/// arrow that began earlier is left out; one that is under way at the end leads there.
///
/// The caller gives records by date: those before with skip(), then begin(), then those in it with write(),
/// then end().
class TimelineCut {
 public:
  explicit TimelineCut(ChromeWriter& writer) : writer_(writer) {}

  void skip(const Record& record) { keep_account(record); }
  void begin(Instant at);
  void write(const Record& record);
  void end(Instant at);

 private:
  /// Brings what is open up to date. False: a step or an end of an arrow that is not there.
  bool keep_account(const Record& record);
  bool keep_flow(const Record& record);
  std::vector<NameId>& open_on(TrackId track);

  ChromeWriter& writer_;
  std::vector<std::vector<NameId>> slices_;      ///< by track, the names of what is open there
  std::vector<std::optional<Record>> counters_;  ///< by name
  std::vector<Record> flows_;                    ///< the last record of each that is under way
};

}  // namespace kickpath::trace

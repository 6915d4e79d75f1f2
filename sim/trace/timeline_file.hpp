#pragma once
#include <memory>
#include <string>
#include <vector>

#include "results/output_file.hpp"
#include "trace/timeline_keeper.hpp"

namespace kickpath::trace {

/// A timeline on its way into a file: who observes pushes records, who runs drains them now and then.
///
/// push() only notes, so that it may be called on a fiber, in the midst of a run; drain() and end() write,
/// and throw results::OutputError. The file is there, whole, after end().
class TimelineFile {
 public:
  /// `-` is stdout. Opens at once. `about` goes into the file.
  TimelineFile(const std::string& path, const TimelineBounds& bounds, nlohmann::ordered_json about);

  TimelineLegend& legend() { return legend_; }

  /// What comes now is not wanted any more.
  bool is_over() const { return is_over_; }
  /// By date.
  void push(const Record& record) { pushed_.push_back(record); }

  void drain();
  void end(Instant end);

 private:
  results::OutputFile file_;
  nlohmann::ordered_json about_;
  TimelineLegend legend_;
  ChromeWriter writer_;
  std::unique_ptr<TimelineKeeper> keeper_;
  std::vector<Record> pushed_;
  bool has_begun_ = false;
  bool is_over_ = false;
};

}  // namespace kickpath::trace

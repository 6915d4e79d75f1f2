#include "trace/timeline_file.hpp"

#include <utility>

namespace kickpath::trace {

TimelineFile::TimelineFile(const std::string& path, const TimelineBounds& bounds,
                           nlohmann::ordered_json about)
    : file_(path), about_(std::move(about)), writer_(file_, legend_), keeper_(make_keeper(bounds, writer_)) {}

void TimelineFile::drain() {
  if (!std::exchange(has_begun_, true)) writer_.begin(about_);
  writer_.declare_tracks();
  keeper_->take(pushed_);
  pushed_.clear();
  is_over_ = keeper_->is_over();
}

void TimelineFile::end(Instant end) {
  drain();
  keeper_->end(end);
  writer_.end();
  file_.commit();
  is_over_ = true;
}

}  // namespace kickpath::trace

#pragma once
#include "engine/simulation.hpp"
#include "trace/timeline_file.hpp"

namespace kickpath::trace {

/// Writes records, dated now: by a simulation's clock, or by who tells the date.
class TimelinePen {
 public:
  TimelinePen(const engine::Simulation& simulation, TimelineFile& file)
      : simulation_(&simulation), file_(file) {}
  explicit TimelinePen(TimelineFile& file) : file_(file) {}

  void set_date(Instant date) { date_ = date; }

  TimelineLegend& legend() { return file_.legend(); }
  /// Nothing is wanted any more: an observer may save itself the work.
  bool is_over() const { return file_.is_over(); }

  void slice_begins(TrackId on, NameId name) { push(RecordKind::slice_begins, on, name); }
  void slice_ends(TrackId on) { push(RecordKind::slice_ends, on, {}); }
  void instant(TrackId on, NameId name) { push(RecordKind::instant, on, name); }
  void counter(TrackId on, NameId name, const Series& values) {
    push(RecordKind::counter, on, name, pack(values));
  }
  /// `kind`: one of the three of flows.
  void flow(RecordKind kind, TrackId on, NameId name, std::uint64_t number) { push(kind, on, name, number); }

 private:
  void push(RecordKind kind, TrackId on, NameId name, std::uint64_t value = 0) {
    file_.push({kind, simulation_ != nullptr ? simulation_->now() : date_, on, name, value});
  }

  const engine::Simulation* simulation_ = nullptr;
  Instant date_{};
  TimelineFile& file_;
};

}  // namespace kickpath::trace

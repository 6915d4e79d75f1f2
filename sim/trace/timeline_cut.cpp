#include "trace/timeline_cut.hpp"

#include <algorithm>

#include "engine/error.hpp"

namespace kickpath::trace {

std::vector<NameId>& TimelineCut::open_on(TrackId track) {
  if (slices_.size() <= track.value) slices_.resize(track.value + 1);
  return slices_[track.value];
}

bool TimelineCut::keep_account(const Record& record) {
  switch (record.kind) {
    case RecordKind::slice_begins:
      open_on(record.track()).push_back(record.name);
      return true;
    case RecordKind::slice_ends:
      engine::check_invariant(!open_on(record.track()).empty(),
                              "a timeline's slice that ends without beginning");
      open_on(record.track()).pop_back();
      return true;
    case RecordKind::counter:
      if (counters_.size() <= record.name.value) counters_.resize(record.name.value + 1);
      counters_[record.name.value] = record;
      return true;
    case RecordKind::instant:
      return true;
    default:
      return keep_flow(record);
  }
}

// Few are under way, and those that end are among the oldest.
bool TimelineCut::keep_flow(const Record& record) {
  if (record.kind == RecordKind::flow_begins) {
    flows_.push_back(record);
    return true;
  }
  const auto flow =
      std::find_if(flows_.begin(), flows_.end(), [&](const Record& r) { return r.value == record.value; });
  if (flow == flows_.end()) return false;
  if (record.kind == RecordKind::flow_ends) {
    flows_.erase(flow);
  } else {
    *flow = record;
  }
  return true;
}

void TimelineCut::begin(Instant at) {
  flows_.clear();
  for (TrackId track{0}; track.value < slices_.size(); ++track.value)
    for (const NameId name : slices_[track.value]) writer_.write({RecordKind::slice_begins, at, track, name});
  for (const std::optional<Record>& counter : counters_) {
    if (!counter) continue;
    Record here = *counter;
    here.date = at;
    writer_.write(here);
  }
}

void TimelineCut::write(const Record& record) {
  if (keep_account(record)) writer_.write(record);
}

// Arrows first: they end at slices that are still open.
void TimelineCut::end(Instant at) {
  for (const Record& flow : flows_)
    writer_.write({RecordKind::flow_ends, at, flow.track(), flow.name, flow.value});
  for (TrackId track{0}; track.value < slices_.size(); ++track.value)
    for (std::size_t i = 0; i < slices_[track.value].size(); ++i)
      writer_.write({RecordKind::slice_ends, at, track});
}

}  // namespace kickpath::trace

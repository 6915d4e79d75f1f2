#include "device/merging_backend.hpp"

#include <algorithm>
#include <utility>

#include "program/request_layout.hpp"

namespace kickpath::device {

namespace {

std::uint64_t end_of(const Request& request) {
  return request.sector + request.bytes / program::blk_sector_bytes;
}

}  // namespace

// Of another kind than what is collected, or one too many: that is submitted first.
bool MergingBackend::serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) {
  const Run& so_far = collected_[server];
  if (!so_far.empty() && (so_far.front().request.kind != request.kind || so_far.size() == max_requests))
    submit_collected(server);
  if (request.kind == RequestKind::flush) return inner_->serve(server, request, sink, ticket);
  collected_[server].push_back({request, &sink, ticket});
  return false;
}

void MergingBackend::unplug(host::Task& server) {
  submit_collected(server);
  inner_->unplug(server);
}

void MergingBackend::submit_collected(host::Task& server) {
  Run sorted = std::exchange(collected_[server], {});
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Part& a, const Part& b) { return a.request.sector < b.request.sector; });
  Run run;
  std::uint64_t bytes = 0;
  for (const Part& part : sorted) {
    const bool is_adjacent = !run.empty() && end_of(run.back().request) == part.request.sector;
    if (!is_adjacent || bytes + part.request.bytes > max_bytes) {
      submit(server, std::exchange(run, {}));
      bytes = 0;
    }
    run.push_back(part);
    bytes += part.request.bytes;
  }
  submit(server, run);
}

void MergingBackend::submit(host::Task& server, const Run& run) {
  if (run.empty()) return;
  Request whole = run.front().request;
  whole.bytes = 0;
  for (const Part& part : run) whole.bytes += part.request.bytes;
  const std::uint16_t slot = keep(run);
  if (inner_->serve(server, whole, *this, {slot, 0})) complete_by(server, {slot, 0});
}

void MergingBackend::complete(Ticket ticket) {
  for (const Part& part : take(ticket.head)) part.sink->complete(part.ticket);
}

void MergingBackend::complete_by(host::Task& worker, Ticket ticket) {
  for (const Part& part : take(ticket.head)) part.sink->complete_by(worker, part.ticket);
}

std::uint16_t MergingBackend::keep(const Run& run) {
  if (free_slots_.empty()) {
    free_slots_.push_back(static_cast<std::uint16_t>(under_way_.size()));
    under_way_.emplace_back();
  }
  const std::uint16_t slot = free_slots_.back();
  free_slots_.pop_back();
  under_way_[slot] = run;
  return slot;
}

MergingBackend::Run MergingBackend::take(std::uint16_t slot) {
  free_slots_.push_back(slot);
  return std::exchange(under_way_[slot], {});
}

}  // namespace kickpath::device

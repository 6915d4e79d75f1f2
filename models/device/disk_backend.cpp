#include "device/disk_backend.hpp"

#include <algorithm>

namespace kickpath::device {

bool DiskBackend::serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) {
  server.run_through(submit_());
  const std::uint32_t at = any_spindle();
  spindles_[at].waiting.push_back({&sink, ticket, request.bytes, at});
  start_positioning(spindles_[at]);
  return false;
}

std::uint32_t DiskBackend::any_spindle() {
  return shape_.spindles == 1 ? 0 : static_cast<std::uint32_t>(place_.uniform() * shape_.spindles);
}

void DiskBackend::start_positioning(Spindle& spindle) {
  while (spindle.busy < shape_.parallel && !spindle.waiting.empty()) {
    ++spindle.busy;
    positioning_.after(seek_(), *this, Ticket{keep(spindle.waiting.front()), 0});
    spindle.waiting.pop_front();
  }
}

void DiskBackend::complete(Ticket slot) {
  const Job job = positioned_[slot.head];
  free_slots_.push_back(slot.head);
  --spindles_[job.spindle].busy;
  const Instant now = simulation_.now();
  link_free_at_ = std::max(link_free_at_, now) + transfer_time(job.bytes);
  transfers_.after(link_free_at_ - now, *job.sink, job.ticket);
  start_positioning(spindles_[job.spindle]);
}

Duration DiskBackend::transfer_time(std::uint64_t bytes) const {
  if (shape_.bandwidth == 0) return Duration::zero();
  __extension__ using Wide = unsigned __int128;
  return Duration{static_cast<std::int64_t>(Wide{bytes} * 1'000'000'000'000u / shape_.bandwidth)};
}

std::uint16_t DiskBackend::keep(const Job& job) {
  if (free_slots_.empty()) {
    free_slots_.push_back(static_cast<std::uint16_t>(positioned_.size()));
    positioned_.emplace_back();
  }
  const std::uint16_t slot = free_slots_.back();
  free_slots_.pop_back();
  positioned_[slot] = job;
  return slot;
}

}  // namespace kickpath::device

#include "device/disk_backend.hpp"

namespace kickpath::device {

DiskBackend::DiskBackend(engine::Simulation& simulation, const disk::Shape& shape, workload::Sampler submit,
                         workload::Sampler seek, engine::RandomStream place)
    : simulation_(simulation), spindles_(shape.spindles), submit_(std::move(submit)),
      place_(std::move(place)), stations_(shape, std::move(seek)),
      timer_(simulation, [this] { complete_finished(); }) {}

bool DiskBackend::serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) {
  server.run_through(submit_());
  stations_.submit(simulation_.now(), {request.bytes, any_spindle(), keep({&sink, ticket})});
  look_at_next_event();
  return false;
}

std::uint32_t DiskBackend::any_spindle() {
  return spindles_ == 1 ? 0 : static_cast<std::uint32_t>(place_.uniform() * spindles_);
}

void DiskBackend::complete_finished() {
  while (const auto slot = stations_.take_finished(simulation_.now())) {
    const Waiter waiter = waiters_[*slot];
    free_slots_.push_back(*slot);
    waiter.sink->complete(waiter.ticket);
  }
  look_at_next_event();
}

// Armed anew only for another date: an event that is replaced stays in the calendar for a while.
void DiskBackend::look_at_next_event() {
  const auto next = stations_.next_event();
  if (next && !(timer_.is_armed() && timer_.date() == *next)) timer_.arm(*next);
}

std::uint64_t DiskBackend::keep(const Waiter& waiter) {
  if (free_slots_.empty()) {
    free_slots_.push_back(waiters_.size());
    waiters_.emplace_back();
  }
  const std::uint64_t slot = free_slots_.back();
  free_slots_.pop_back();
  waiters_[slot] = waiter;
  return slot;
}

}  // namespace kickpath::device

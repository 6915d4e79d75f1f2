#include "device/disk_backend.hpp"

#include <utility>

#include "host/host.hpp"

namespace kickpath::device {

DiskBackend::DiskBackend(engine::Simulation& simulation, const disk::Shape& shape, cost::Component call,
                         bool does_batch, workload::Sampler submit, workload::Sampler seek,
                         engine::RandomStream place)
    : simulation_(simulation), spindles_(shape.spindles), call_(call), does_batch_(does_batch),
      submit_(std::move(submit)), place_(std::move(place)), stations_(shape, std::move(seek)),
      timer_(simulation, [this] { complete_finished(); }) {}

bool DiskBackend::serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) {
  const Held one{request.bytes, {&sink, ticket}};
  if (!does_batch_ || !batches_[server].is_plugged) {
    submit(server, {&one, 1});
    return false;
  }
  std::vector<Held>& held = batches_[server].held;
  held.push_back(one);
  if (held.size() == max_batch) submit_held(server);
  return false;
}

void DiskBackend::plug(host::Task& server) {
  if (does_batch_) batches_[server].is_plugged = true;
}

void DiskBackend::unplug(host::Task& server) {
  if (!does_batch_) return;
  batches_[server].is_plugged = false;
  submit_held(server);
}

void DiskBackend::submit_held(host::Task& server) {
  const std::vector<Held> held = std::exchange(batches_[server].held, {});
  if (!held.empty()) submit(server, held);
}

// One system call for all; the kernel then submits one after the other.
void DiskBackend::submit(host::Task& server, std::span<const Held> requests) {
  server.kernel(server.host().cost(call_));
  for (const Held& request : requests) {
    server.run_through(server.host().work(submit_()));
    stations_.submit(simulation_.now(), {request.bytes, any_spindle(), keep(request.waiter)});
    look_at_next_event();
  }
}

void DiskBackend::collect(host::Task& server) {
  server.kernel(server.host().cost(cost::Component::aio_getevents));
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

#include "device/flush_barrier.hpp"

#include <algorithm>

namespace kickpath::device {

bool FlushBarrier::serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) {
  if (request.kind == RequestKind::read) return inner_->serve(server, request, sink, ticket);
  if (request.kind == RequestKind::flush) {
    line_.push_back({&sink, ticket, 0, true, false});
    release_flushes();
    return false;
  }
  const std::uint16_t slot = take_slot();
  line_.push_back({&sink, ticket, slot, false, false});
  if (!inner_->serve(server, request, *this, {slot, ticket.written})) return false;
  Ticket own;
  static_cast<void>(finish({slot, 0}, own));
  return true;
}

void FlushBarrier::complete(Ticket ticket) {
  Ticket own;
  CompletionSink& sink = finish(ticket, own);
  sink.complete(own);
}

void FlushBarrier::complete_by(host::Task& worker, Ticket ticket) {
  Ticket own;
  CompletionSink& sink = finish(ticket, own);
  sink.complete_by(worker, own);
}

CompletionSink& FlushBarrier::finish(Ticket ticket, Ticket& own) {
  const auto write = std::find_if(line_.begin(), line_.end(), [&](const Entry& entry) {
    return !entry.is_flush && !entry.is_done && entry.slot == ticket.head;
  });
  write->is_done = true;
  own = write->ticket;
  CompletionSink& sink = *write->sink;
  free_slots_.push_back(ticket.head);
  release_flushes();
  return sink;
}

// Those before which no write is under way any more.
void FlushBarrier::release_flushes() {
  while (!line_.empty() && (line_.front().is_flush || line_.front().is_done)) {
    const Entry first = line_.front();
    line_.pop_front();
    if (first.is_flush) completions_.after(flush_(), *first.sink, first.ticket);
  }
}

std::uint16_t FlushBarrier::take_slot() {
  if (free_slots_.empty()) free_slots_.push_back(slots_++);
  const std::uint16_t slot = free_slots_.back();
  free_slots_.pop_back();
  return slot;
}

}  // namespace kickpath::device

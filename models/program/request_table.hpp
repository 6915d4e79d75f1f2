#pragma once
#include <cstdint>
#include <span>

#include "time/duration.hpp"

namespace kickpath::program {

/// One place for a request in flight.
struct RequestSlot {
  Instant begun{};  ///< when it was posted, or meant to arrive
  std::uint32_t next_free = 0;
  std::uint32_t operations = 1;  ///< merged into it; 0: a flush
};

/// The requests of one queue in flight. Its slots are handed in, because a freestanding guest has no heap; a
/// slot's number is the request's token on the ring. Freed slots are reused last first, so that few requests
/// stay in few cache lines.
class RequestTable {
 public:
  explicit RequestTable(std::span<RequestSlot> slots) : slots_(slots) {
    for (std::uint32_t i = 0; i < slots_.size(); ++i) slots_[i].next_free = i + 1;
  }

  bool is_full() const { return in_flight_ >= slots_.size(); }
  std::uint32_t in_flight() const { return in_flight_; }
  std::uint32_t free_places() const { return static_cast<std::uint32_t>(slots_.size()) - in_flight_; }

  /// Must not be full. A merged request takes the places of all its `operations`.
  std::uint32_t begin(Instant when, std::uint32_t operations = 1) {
    const std::uint32_t token = first_free_;
    first_free_ = slots_[token].next_free;
    slots_[token].begun = when;
    slots_[token].operations = operations;
    in_flight_ += places_of(slots_[token]);
    return token;
  }

  /// When the request began.
  Instant end(std::uint32_t token) {
    slots_[token].next_free = first_free_;
    first_free_ = token;
    in_flight_ -= places_of(slots_[token]);
    return slots_[token].begun;
  }

  std::uint32_t operations_of(std::uint32_t token) const { return slots_[token].operations; }

 private:
  static std::uint32_t places_of(const RequestSlot& slot) {
    return slot.operations == 0 ? 1 : slot.operations;
  }

  std::span<RequestSlot> slots_;
  std::uint32_t first_free_ = 0;
  std::uint32_t in_flight_ = 0;
};

}  // namespace kickpath::program

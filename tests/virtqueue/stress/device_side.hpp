#pragma once
#include <string>
#include <utility>
#include <vector>

#include "request.hpp"
#include "shared.hpp"
#include "sides.hpp"

namespace kickpath::virtqueue::stress {

/// The device: takes up to a window of requests, answers them in a random order, tells the driver, waits.
template <class Sides>
class DeviceSide {
 public:
  DeviceSide(Shared& shared, std::uint64_t seed)
      : shared_(shared), slow_(mix(seed)), memory_(Sides::memory(shared.arena, slow_)),
        queue_(Sides::device(shared.arena, memory_, lengths_, shared.mode.suppression)), random_(seed) {}

  /// Until the run is over. What went wrong, or nothing.
  std::string serve() {
    while (!shared_.is_over) {
      queue_.disable_notifications();
      while (take_window()) complete_window();
      if (queue_.is_broken())
        return "the device says: error " + std::to_string(static_cast<int>(queue_.error()));
      if (!wait()) return "the driver is gone";
    }
    if (queue_.has_pending()) return "requests are left in the ring";
    return queue_.in_flight() == 0 ? "" : "the device still holds requests";
  }

 private:
  struct Job {
    std::uint16_t head;
    GuestAddress place;
    std::uint64_t answer;
  };

  bool take_window() {
    const std::size_t most = 1 + random_.below(16);
    while (window_.size() < most) {
      const auto chain = queue_.pop();
      if (!chain) break;
      window_.push_back(
          {chain->head(), answer_place(chain->buffers()), answer_to(memory_, chain->buffers())});
    }
    return !window_.empty();
  }

  void complete_window() {
    for (; !window_.empty(); window_.pop_back()) {
      std::swap(window_[random_.below(static_cast<std::uint32_t>(window_.size()))], window_.back());
      const Job& job = window_.back();
      memory_.template store<std::uint64_t>(job.place, job.answer);
      queue_.push(job.head, 8);
    }
    if (queue_.needs_interrupt()) shared_.interrupt.ring();
  }

  bool wait() {
    const auto has_news = [this] { return queue_.has_pending() || queue_.is_broken() || shared_.is_over; };
    if (shared_.mode.waiting == Waiting::poll) return poll_until(has_news, 2 * patience);
    return dawdle(random_, has_news) || queue_.enable_notifications() || shared_.kick.wait(2 * patience);
  }

  Shared& shared_;
  SlowStores slow_;
  typename Sides::Memory memory_;
  std::vector<std::uint16_t> lengths_;
  typename Sides::Device queue_;
  Random random_;
  std::vector<Job> window_;
};

}  // namespace kickpath::virtqueue::stress

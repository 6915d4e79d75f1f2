#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trace/timeline_threads.hpp"

namespace kickpath::trace {

/// One virtqueue's track: a slice while anything is in it, the ring's counter, and the arrows of its kicks:
/// from the kick to who is woken by it, to the first completion after it, to the interrupt or, where there is
/// none, to the reap.
class QueueTrack {
 public:
  struct Parts {
    TimelinePen& pen;
    std::uint32_t process;
    std::string name;
    const host::Task& driver;            ///< the vcpu that drives it
    TrackId vcpu;                        ///< of that one
    std::optional<vcpu::Vector> vector;  ///< by which that one is told; none: any, or it is not
    bool has_ring;                       ///< false: a doorbell without one, whose arrows end at who is woken
  };

  QueueTrack(const Parts& parts, std::uint64_t& next_arrow);

  const host::Task& driver() const { return parts_.driver; }

  // ---- The ring.
  void posted();
  void popped();
  void pushed();
  void reaped();
  /// All that was in it, by a reset.
  void cancelled();

  // ---- Arrows.
  void kicked();
  void wakes(const host::Task& wakee);
  /// `task`, which has the track `on`, has got its core.
  void runs(const host::Task& task, TrackId on);
  void interrupts(vcpu::Vector vector);

 private:
  struct Arrow {
    std::uint64_t number;
    const host::Task* woken = nullptr;  ///< until it runs
    bool is_completed = false;
  };

  bool is_empty() const { return available_ + taken_ + used_ == 0; }
  void count();
  void step(RecordKind kind, const Arrow& arrow, TrackId on) {
    parts_.pen.flow(kind, on, arrow_, arrow.number);
  }
  void begin_arrow();
  void end_completed();

  Parts parts_;
  std::uint64_t& next_arrow_;
  TrackId track_;
  NameId in_flight_, ring_, arrow_;
  std::uint32_t available_ = 0, taken_ = 0, used_ = 0;
  std::vector<Arrow> arrows_;  ///< under way, oldest first
};

}  // namespace kickpath::trace

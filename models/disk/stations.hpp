#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "disk/fifo.hpp"
#include "time/duration.hpp"

/// A disk, or a stripe of them, as a queueing network: the spindle that holds the data of a request positions
/// up to `parallel` requests at the same time, then the data of all follow each other over one link. One
/// multi-server station a spindle and a single-server station, all FIFO.
///
/// The caller promises: dates that it passes do not go back. It looks again at next_event(), and takes what
/// is finished then; who looks late finds everything as if he had been in time.
namespace kickpath::disk {

struct Shape {
  std::uint32_t spindles = 1;   ///< that the data are striped over
  std::uint32_t parallel = 1;   ///< requests that a spindle positions at the same time
  std::uint64_t bandwidth = 0;  ///< bytes a second of the link that all transfers share; 0: no limit
};

struct Request {
  std::uint64_t bytes = 0;
  std::uint32_t spindle = 0;  ///< below Shape::spindles
  std::uint64_t tag = 0;      ///< the caller's own, given back when it is finished
};

class Stations {
 public:
  /// `seek` is asked for the positioning time of each request when that begins.
  Stations(const Shape& shape, std::function<Duration()> seek);

  /// What ends at `now` itself ends after this submission.
  void submit(Instant now, const Request& request);

  /// When to look again; none: everything submitted has been taken.
  std::optional<Instant> next_event() const;

  /// The tag of the next request whose transfer is done by `now`, in the order of their ends; none: no
  /// further one is.
  std::optional<std::uint64_t> take_finished(Instant now);

 private:
  struct Spindle {
    Fifo<Request> waiting;
    std::uint32_t busy = 0;
  };
  struct Positioning {
    Instant end;
    std::uint64_t number;  ///< in the order of their beginnings, which decides among equal ends
    Request request;
  };
  struct Transfer {
    Instant end;
    std::uint64_t tag;
  };

  static bool ends_later(const Positioning& a, const Positioning& b);
  void position_waiting(Spindle& spindle, Instant now);
  void end_positionings(Instant until);
  Positioning take_next_positioning();
  Duration transfer_time(std::uint64_t bytes) const;

  Shape shape_;
  std::function<Duration()> seek_;
  std::vector<Spindle> spindles_;
  std::vector<Positioning> positionings_;  ///< a heap: the first to end is in front
  std::uint64_t positionings_begun_ = 0;
  Fifo<Transfer> transfers_;
  Instant link_free_at_{};
};

}  // namespace kickpath::disk

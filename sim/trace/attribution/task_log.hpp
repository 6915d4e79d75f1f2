#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>

#include "trace/attribution/part.hpp"

/// What one task did lately, moment by moment.
namespace kickpath::trace {

class TaskLog;

/// Why a wait came to its end: `task` did something at `at`, which took until then to be felt.
struct Cause {
  const TaskLog* task = nullptr;  ///< null: nobody that could be followed
  Instant at{};
  Part way = Part::wake_up;  ///< what the time in between went into
};

struct Moment {
  Instant begin, end;
  Part part;
  bool is_serving = false;  ///< one request: others wait for it
  Cause ended_by;           ///< of a wait
  bool is_wait() const { return ended_by.task != nullptr; }
};

/// Moments without a gap between them. Bounded: what is older than the last `most` is forgotten. Long spans
/// are summed without going through all of them, so that an operation which took long is split as fast as a
/// short one.
class TaskLog {
 public:
  static constexpr std::size_t most = std::size_t{1} << 16;

  /// `moment` begins where the last one ended; one without length is none.
  void add(const Moment& moment);
  /// The last moment, if it ends at `end`, was spent in serving a request; answers when that one began.
  Instant served_last(Instant end);

  /// The moment before `date`: the last that begins before it; null: forgotten, or there was none.
  const Moment* before(Instant date) const;
  /// The end of the last wait that was over by the end of `moment`; the beginning of what is remembered if
  /// there is none.
  Instant end_of_wait_before(const Moment& moment) const;

  /// Adds to `split` what [begin, end), of which everything is remembered, went into.
  void add_span(Instant begin, Instant end, Split& split) const;
  /// The same, but for the time of requests that were served meanwhile: it is all queueing.
  void add_span_as_queueing(Instant begin, Instant end, Split& split) const;

 private:
  struct Sums {
    Split all;
    Split serving;
  };
  struct Entry : Moment {
    std::uint64_t last_wait = 0;  ///< number of the last wait up to here, itself included, from 1; 0: none
  };
  static constexpr std::uint64_t block = 64;

  std::size_t place_before(Instant date) const;
  const Entry& at(std::uint64_t number) const { return entries_[number - forgotten_]; }
  void add_clipped(const Entry& entry, Instant begin, Instant end, Sums& sums) const;
  Sums sums(Instant begin, Instant end) const;

  std::deque<Entry> entries_;
  std::uint64_t forgotten_ = 0;  ///< number of the first that is remembered
  Sums passed_;                  ///< of all but the last
  std::deque<Sums> at_block_;    ///< of all before each number that is a multiple of `block`
  std::uint64_t first_block_ = 0;
};

}  // namespace kickpath::trace

#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include "trace/attribution/part.hpp"

namespace kickpath::trace {

/// Work that is of one part.
struct Piece {
  Part part;
  Duration work;
};

/// What a task is charged, piece after piece, and how much of it is still to be spent.
class Charge {
 public:
  Charge() = default;
  Charge(std::vector<Piece> pieces, Duration total)
      : pieces_(std::move(pieces)), total_(total), left_(total) {}

  Duration left() const { return left_; }

  /// Spends it down to `left` during [begin, end), and tells `tell(part, begin, end)` what that went into.
  /// Where a core is slower or faster than its work, all pieces are alike.
  template <class Tell>
  void spend(Duration left, Instant begin, Instant end, Tell tell) {
    const Duration from = total_ - left_, to = total_ - left;
    left_ = left;
    if (to <= from) {
      if (end > begin) tell(pieces_.empty() ? Part::other : pieces_.back().part, begin, end);
      return;
    }
    Instant at = begin;
    Duration passed{};
    for (const Piece& piece : pieces_) {
      passed += piece.work;
      if (passed <= from) continue;
      const Instant until = passed >= to ? end : begin + share(end - begin, passed - from, to - from);
      if (until > at) tell(piece.part, at, until);
      at = until;
      if (passed >= to) return;
    }
    if (end > at) tell(Part::other, at, end);
  }

 private:
  static Duration share(Duration elapsed, Duration part, Duration whole) {
    if (elapsed == whole) return part;
    __extension__ using Wide = __int128;  // ps squared
    return Duration{static_cast<std::int64_t>(Wide{elapsed.count()} * part.count() / whole.count())};
  }

  std::vector<Piece> pieces_;
  Duration total_{};
  Duration left_{};
};

/// The pieces of `work`, for which the costs in `priced` fell due, oldest first; what they do not explain is
/// `rest`.
std::vector<Piece> pieces_of(Duration work, const std::vector<Piece>& priced, Part rest);

}  // namespace kickpath::trace

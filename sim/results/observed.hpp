#pragma once
#include <optional>
#include <stdexcept>

/// A counter that a world may be unable to observe. Unknown is not 0: it spreads through sums and
/// differences, and is `null` in a result file.
namespace kickpath::results {

template <class T>
class Observed {
 public:
  constexpr Observed() = default;
  constexpr Observed(T value) : value_(value) {}  // implicit, so that `counts.kicks = 5` reads as it should

  constexpr bool is_known() const { return value_.has_value(); }
  constexpr const std::optional<T>& get() const { return value_; }

  constexpr Observed& operator+=(const Observed& other) {
    value_ = is_known() && other.is_known() ? std::optional<T>(*value_ + *other.value_) : std::nullopt;
    return *this;
  }

  /// `other` is an earlier reading of the same counter; throws std::logic_error when the counter ran
  /// backwards.
  constexpr Observed& operator-=(const Observed& other) {
    if (!is_known() || !other.is_known()) return *this = Observed();
    if (*value_ < *other.value_) throw std::logic_error("a counter ran backwards");
    value_ = *value_ - *other.value_;
    return *this;
  }

  friend constexpr Observed operator+(Observed a, const Observed& b) { return a += b; }
  friend constexpr Observed operator-(Observed a, const Observed& b) { return a -= b; }
  friend constexpr bool operator==(const Observed&, const Observed&) = default;

 private:
  std::optional<T> value_;
};

}  // namespace kickpath::results

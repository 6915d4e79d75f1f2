#pragma once
#include <cstddef>
#include <optional>
#include <span>

/// Where throughput stops to grow with the load.
namespace kickpath::capacity {

/// A load that was tried.
struct LoadPoint {
  std::size_t position = 0;  ///< on the axis
  double load = 0;
  double throughput = 0;
};

/// The point that lies farthest above the straight line from the first to the last one, both axes scaled to
/// what was tried: Satopaa, Albrecht, Irwin & Raghavan, Finding a "kneedle" in a haystack: detecting knee
/// points in system behavior, ICDCS workshops 2011, 166-171, for a curve that is known at a few points. An
/// index of `points`, which are by rising load; nothing where none is a tenth of the scale above the line.
std::optional<std::size_t> knee_of(std::span<const LoadPoint> points);

/// A load that was not tried and tells more of the knee: the smallest, where the curve begins; further ones
/// while there is none to be seen, no farther than four times as many positions as `known` (the end of the
/// bracket); then the middle of the wider gap beside it. Nothing once both neighbours were tried.
std::optional<std::size_t> next_of_knee(std::span<const LoadPoint> points, std::size_t size,
                                        std::size_t known);

}  // namespace kickpath::capacity

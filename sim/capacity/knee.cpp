#include "capacity/knee.hpp"

#include <algorithm>

namespace kickpath::capacity {

namespace {

constexpr double noticeable = 0.1;  ///< of the scale
constexpr std::size_t farthest = 4;

double least_throughput(std::span<const LoadPoint> points) {
  return std::min_element(points.begin(), points.end(),
                          [](const LoadPoint& a, const LoadPoint& b) { return a.throughput < b.throughput; })
      ->throughput;
}

double most_throughput(std::span<const LoadPoint> points) {
  return std::max_element(points.begin(), points.end(),
                          [](const LoadPoint& a, const LoadPoint& b) { return a.throughput < b.throughput; })
      ->throughput;
}

}  // namespace

std::optional<std::size_t> knee_of(std::span<const LoadPoint> points) {
  if (points.size() < 3) return std::nullopt;
  const LoadPoint &first = points.front(), &last = points.back();
  const double height = most_throughput(points) - least_throughput(points);
  if (height <= 0 || last.load <= first.load) return std::nullopt;
  const auto above_line = [&](const LoadPoint& point) {
    const double x = (point.load - first.load) / (last.load - first.load);
    return (point.throughput - first.throughput - x * (last.throughput - first.throughput)) / height;
  };
  const auto knee =
      std::max_element(points.begin(), points.end(),
                       [&](const LoadPoint& a, const LoadPoint& b) { return above_line(a) < above_line(b); });
  if (above_line(*knee) < noticeable) return std::nullopt;
  return static_cast<std::size_t>(knee - points.begin());
}

std::optional<std::size_t> next_of_knee(std::span<const LoadPoint> points, std::size_t size,
                                        std::size_t known) {
  if (points.empty()) return std::nullopt;
  if (points.front().position > 0) return 0;
  const auto knee = knee_of(points);
  if (!knee) {
    const std::size_t end = std::min(farthest * (known + 1), size) - 1;
    const std::size_t top = points.back().position;
    return top < end ? std::optional(std::min(2 * top + 1, end)) : std::nullopt;
  }
  // A knee is never at an end: it lies above the line between them.
  const std::size_t at = points[*knee].position, before = points[*knee - 1].position,
                    after = points[*knee + 1].position;
  if (at - before <= 1 && after - at <= 1) return std::nullopt;
  return at - before > after - at ? before + (at - before) / 2 : at + (after - at) / 2;
}

}  // namespace kickpath::capacity

#pragma once
#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "disk/stations.hpp"

namespace kickpath::testing {

/// Stations whose positioning times come from a list, the last one without end; and what they were asked.
struct DrivenStations {
  DrivenStations(const disk::Shape& shape, std::vector<Duration> seeks)
      : seeks_(std::move(seeks)),
        stations(shape, [this] { return seeks_[std::min(draws++, seeks_.size() - 1)]; }) {}
  DrivenStations(const DrivenStations&) = delete;
  DrivenStations& operator=(const DrivenStations&) = delete;

  void submit(Duration at, std::uint64_t bytes, std::uint64_t tag, std::uint32_t spindle = 0) {
    stations.submit(Instant{at}, {bytes, spindle, tag});
  }

  /// The tags that a look at `now` finds.
  std::vector<std::uint64_t> look(Duration now) {
    std::vector<std::uint64_t> tags;
    while (const auto tag = stations.take_finished(Instant{now})) tags.push_back(*tag);
    return tags;
  }

  using Ends = std::vector<std::pair<Duration, std::uint64_t>>;  ///< dates and tags
  /// Looks at each event until there is none.
  Ends run() {
    Ends ends;
    while (const auto next = stations.next_event())
      for (const std::uint64_t tag : look(next->time_since_epoch()))
        ends.emplace_back(next->time_since_epoch(), tag);
    return ends;
  }

 private:
  std::vector<Duration> seeks_;

 public:
  std::size_t draws = 0;  ///< positionings that have begun
  disk::Stations stations;
};

}  // namespace kickpath::testing

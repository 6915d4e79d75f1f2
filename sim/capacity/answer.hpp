#pragma once
#include <optional>
#include <string>
#include <vector>

#include "capacity/load_axis.hpp"
#include "capacity/resources.hpp"
#include "capacity/row_search.hpp"

/// What a search found, combination by combination.
namespace kickpath::capacity {

enum class Extent {
  exact,     ///< the next load was tried and is not sure to hold
  at_least,  ///< the axis ends with a load that holds
  open,      ///< loads between were not tried: no more were allowed (only where it is not monotone)
  none       ///< the smallest load of the axis does not hold, and no other that was tried
};

/// A load beside its limits.
struct Headroom {
  std::size_t position = 0;
  /// By how much of itself the load may grow until the capacity, below 0 if it is beyond; nothing without a
  /// capacity or where loads have no ratio.
  std::optional<double> load;
  /// By how much of the bound each constraint's figure is away from it, below 0 if it is broken.
  std::vector<std::optional<double>> margins;
};

struct Knee {
  std::size_t position = 0;
  double throughput = 0;  ///< operations a second
  double share = 0;       ///< of the largest throughput that was seen
};

/// A load that holds above one that is broken.
struct NotMonotone {
  std::size_t broken = 0, held = 0;
};

struct RowAnswer {
  study::Settings settings;
  RowSearch search;
  Extent extent = Extent::none;
  std::optional<std::size_t> capacity;  ///< the largest position that holds
  std::optional<std::size_t> above;     ///< the smallest beyond it that is not sure to
  std::optional<NotMonotone> not_monotone;
  std::optional<Knee> knee;
  std::optional<Headroom> headroom;
  RunsOut runs_out;
  std::string costs;    ///< of an operation, at the capacity beside the smallest load tried; may be empty
  std::string failure;  ///< of the first run that failed; empty: none did
};

RowAnswer answer_of(study::Settings settings, RowSearch search, const LoadAxis& axis,
                    const std::vector<study::Constraint>& constraints, std::optional<std::size_t> at);

/// Of all rows, with what was asked.
struct Capacity {
  std::string study, hash;
  results::Source profile;
  std::uint64_t seed = 0;
  LoadAxis axis;
  std::vector<std::string> other_paths;
  std::vector<study::Constraint> constraints;
  std::uint32_t first = 0, budget = 0;  ///< replicas of a load
  std::size_t most_loads = 0;           ///< of a row
  std::vector<RowAnswer> rows;

  bool has_failures() const;
  /// Some load of some row holds.
  bool has_answer() const;
};

const char* to_text(Extent extent);

}  // namespace kickpath::capacity

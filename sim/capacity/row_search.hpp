#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "capacity/bracket.hpp"
#include "capacity/hold_test.hpp"
#include "capacity/knee.hpp"
#include "placement/field.hpp"

/// The capacity of one combination of a study's other axes. Knows no simulation: it says what it wants to
/// see, and is told.
namespace kickpath::capacity {

using placement::Observation;

/// A load that was tried.
struct TriedLoad {
  std::vector<Observation> observations;  ///< replica 0 on
  Standing standing;
  /// Is of the bracket, so it gets replicas until it is decided; what is of the knee has the first look only.
  bool decides = true;

  /// Of the first replica that failed; empty: none did.
  std::string failure() const;
  std::vector<study::Figures> figures() const;
  /// Mean over the replicas that know it.
  std::optional<results::Estimate> estimate(const study::Expression& of) const;
};

/// Replicas `from` to `to` (not included) of the load at a position.
struct Wanted {
  std::size_t position = 0;
  std::uint32_t from = 0, to = 0;
};

/// First the load whose headroom is asked for, then the bracket, and the knee with what is left.
class RowSearch {
 public:
  /// `loads`: of each position, rising; `test` lives longer; `most`: loads to try, at least enough_loads().
  RowSearch(const HoldTest& test, std::vector<double> loads, std::size_t most,
            std::optional<std::size_t> at = std::nullopt);

  /// Nothing: it is done.
  std::optional<Wanted> next() const;

  /// What was wanted, replica by replica. A failed one makes its load unknown.
  void take(const Wanted& wanted, std::vector<Observation> seen);

  const std::map<std::size_t, TriedLoad>& tried() const { return tried_; }
  Bracket bracket() const { return bracket_of(held()); }
  std::size_t size() const { return loads_.size(); }

  /// By rising load; those whose throughput is known.
  std::vector<LoadPoint> points() const;

 private:
  Tried held() const;
  std::size_t left() const { return most_ - tried_.size(); }
  std::optional<Wanted> more_replicas() const;
  std::optional<std::size_t> next_load() const;

  const HoldTest* test_;
  std::vector<double> loads_;
  std::size_t most_;
  std::optional<std::size_t> at_;
  std::map<std::size_t, TriedLoad> tried_;
};

}  // namespace kickpath::capacity

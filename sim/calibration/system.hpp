#pragma once
#include <string>
#include <vector>

#include "calibration/composite.hpp"
#include "calibration/relations.hpp"
#include "microbench/bench.hpp"

/// The equations of a fit: what was measured, and what is held of the rest.
namespace kickpath::calibration {

/// A measured composite is what the simulator's benchmark says.
struct Row {
  Composite composite;
  const microbench::Bench* bench;
  std::vector<double> counts;  ///< by unknown
};

/// `of` less the terms is `value_ns`, give or take `error_ns`.
struct PriorRow {
  cost::Component of;
  std::vector<Term> terms;
  double value_ns = 0;
  double error_ns = 0;     ///< 0: of `uncertainty`
  double uncertainty = 0;  ///< standard deviation as a share of the terms' sum
  std::string reason;
};

struct System {
  std::vector<cost::Component> unknowns;
  std::vector<Row> rows;
  std::vector<PriorRow> priors;  ///< only those that the rows need: without one, something is not determined
};

/// What no row and no prior determines.
struct Undetermined {
  std::vector<cost::Component> components;
};

/// What a fit is about: the components that a micro-benchmark holds, that a relation tells of, or that `known`
/// names. The others (of a network, say) are left to profiles that are written by hand.
std::vector<cost::Component> calibrated(const cost::CostProfile* known);

/// The equations for these composites. Priors are taken from `known` first, the costs of another profile,
/// then from relations(), in their order, as long as something is undetermined.
System build_system(const std::vector<Composite>& composites, const cost::CostProfile* known,
                    Undetermined& undetermined);

}  // namespace kickpath::calibration

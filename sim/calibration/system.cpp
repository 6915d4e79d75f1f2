#include "calibration/system.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "calibration/design.hpp"

namespace kickpath::calibration {

using cost::Component;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr double small = 1e-6;

MatrixXd design_of(const System& system) {
  MatrixXd design(static_cast<Index>(system.rows.size()), static_cast<Index>(system.unknowns.size()));
  for (Index i = 0; i < design.rows(); ++i)
    design.row(i) =
        Eigen::Map<const VectorXd>(system.rows[static_cast<std::size_t>(i)].counts.data(), design.cols());
  return design;
}

/// Directions in which the unknowns can go without changing any equation; one per column.
MatrixXd null_space(const MatrixXd& design) {
  const Eigen::FullPivLU<MatrixXd> lu(design);
  if (design.rows() == 0) return MatrixXd::Identity(design.cols(), design.cols());
  return lu.dimensionOfKernel() == 0 ? MatrixXd(design.cols(), 0) : MatrixXd(lu.kernel());
}

class PriorChooser {
 public:
  PriorChooser(System& system, const cost::CostProfile* known) : system_(system), design_(design_of(system)) {
    if (known != nullptr) offer_known(*known);
    if (is_ring0_emulated()) offer(relations_of_emulated_ring0());
    offer(relations());
  }

  Undetermined choose() {
    for (MatrixXd free = null_space(design_); free.cols() > 0; free = null_space(design_))
      if (!take_one(free)) return {free_components(free)};
    return {};
  }

 private:
  void offer_known(const cost::CostProfile& known) {
    constexpr double unknown_spread = 0.3;
    for (const cost::ComponentInfo& entry : cost::components) {
      const cost::Cost& cost = known[entry.component];
      const double value = to_nanoseconds(cost.value.mean());
      if (cost.source.empty()) continue;  // the file does not name it
      const double spread = cost.spread ? to_nanoseconds(*cost.spread) : unknown_spread * value;
      offered_.push_back({entry.component, {}, value, spread, 0, known.name + ": " + cost.source});
    }
  }
  /// Then a store to the EOI register is no measure of a handler's (composites.cpp).
  bool is_ring0_emulated() const {
    const auto has = [&](std::string_view name) {
      return std::ranges::any_of(system_.rows, [&](const Row& row) { return row.composite.name == name; });
    };
    return has("interrupt.irqfd.guest_mode.seen") && !has("interrupt.eoi");
  }
  void offer(std::span<const Relation> held) {
    for (const Relation& relation : held)
      offered_.push_back({relation.of,
                          {relation.terms.begin(), relation.terms.end()},
                          0,
                          0,
                          relation.uncertainty,
                          std::string(relation.reason)});
  }

  Index index_of(Component component) const {
    return std::ranges::find(system_.unknowns, component) - system_.unknowns.begin();
  }

  VectorXd row_of(const PriorRow& prior) const {
    VectorXd row = VectorXd::Zero(design_.cols());
    row[index_of(prior.of)] += 1;
    for (const Term& term : prior.terms) row[index_of(term.component)] -= term.factor;
    return row;
  }

  // The first one on offer that is about something free, and takes a freedom away.
  bool take_one(const MatrixXd& free) {
    const auto helps = [&](const PriorRow& prior) {
      const bool is_about_free = free.row(index_of(prior.of)).cwiseAbs().maxCoeff() > small;
      return is_about_free && (row_of(prior).transpose() * free).cwiseAbs().maxCoeff() > small;
    };
    const auto prior = std::ranges::find_if(offered_, helps);
    if (prior == offered_.end()) return false;
    design_.conservativeResize(design_.rows() + 1, Eigen::NoChange);
    design_.bottomRows(1) = row_of(*prior).transpose();
    system_.priors.push_back(*prior);
    offered_.erase(prior);
    return true;
  }

  std::vector<Component> free_components(const MatrixXd& free) const {
    std::vector<Component> components;
    for (Index i = 0; i < free.rows(); ++i)
      if (free.row(i).cwiseAbs().maxCoeff() > small)
        components.push_back(system_.unknowns[static_cast<std::size_t>(i)]);
    return components;
  }

  System& system_;
  MatrixXd design_;
  std::vector<PriorRow> offered_;
};

}  // namespace

std::vector<Component> calibrated(const cost::CostProfile* known) {
  std::vector<Component> components;
  for (const cost::ComponentInfo& entry : cost::components) {
    const Component component = entry.component;
    const bool is_known = known != nullptr && !(*known)[component].source.empty();
    if (is_known || has_relation(component) || !benchmarks_with(component).empty())
      components.push_back(component);
  }
  return components;
}

System build_system(const std::vector<Composite>& composites, const cost::CostProfile* known,
                    Undetermined& undetermined) {
  System system;
  system.unknowns = calibrated(known);
  for (const Composite& composite : composites) {
    const microbench::Bench* bench = microbench::find(composite.name);
    Row row{composite, bench, {}};
    for (const Component unknown : system.unknowns)
      row.counts.push_back(flat_counts(*bench)[cost::index_of(unknown)]);
    system.rows.push_back(std::move(row));
  }
  undetermined = PriorChooser(system, known).choose();
  return system;
}

}  // namespace kickpath::calibration

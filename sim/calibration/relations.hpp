#pragma once
#include <span>
#include <string_view>

#include "cost/component.hpp"

/// What is held of a cost that the measurements do not tell apart from others: its prior. A relation has the
/// weight of its uncertainty, so that data that do tell overrule it.
namespace kickpath::calibration {

struct Term {
  cost::Component component;
  double factor;
};

/// `of` is about the sum of `terms`.
struct Relation {
  cost::Component of;
  std::span<const Term> terms;
  double uncertainty;  ///< standard deviation, as a share of the sum
  std::string_view reason;
};

std::span<const Relation> relations();
/// To be held before those where KVM emulates the guest's ring 0 (kvm_pvm): what is an exit elsewhere is one of
/// its instructions there.
std::span<const Relation> relations_of_emulated_ring0();

/// Does a relation tell of this cost?
bool has_relation(cost::Component component);

}  // namespace kickpath::calibration

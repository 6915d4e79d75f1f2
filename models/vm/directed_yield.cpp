#include "vm/directed_yield.hpp"

#include <utility>

namespace kickpath::vm {

void DirectedYield::join(vcpu::Vcpu& vcpu) {
  candidates_.push_back({&vcpu});
  vcpu.on_spin([this, &vcpu] { on_spin(vcpu); });
}

void DirectedYield::on_spin(vcpu::Vcpu& spinner) {
  int tries = 3;
  for (std::size_t i = 1; i <= candidates_.size() && tries > 0; ++i) {
    const std::size_t at = (last_boosted_ + i) % candidates_.size();
    Candidate& candidate = candidates_[at];
    if (candidate.vcpu == &spinner || !is_worth_it(candidate)) continue;
    const std::size_t before =
        std::exchange(last_boosted_, at);  // others may spin while this one has yielded
    if (host_.yield_to(spinner.task(), candidate.vcpu->task())) return;
    last_boosted_ = before;
    --tries;
  }
}

bool DirectedYield::is_worth_it(Candidate& candidate) const {
  const vcpu::Vcpu& vcpu = *candidate.vcpu;
  if (!vcpu.task().waits_for_core()) return false;
  return !vcpu.is_in_spin_handler() || !std::exchange(candidate.is_passed_over, !candidate.is_passed_over);
}

}  // namespace kickpath::vm

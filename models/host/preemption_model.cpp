#include "host/preemption_model.hpp"

#include <stdexcept>

#include "host/preemption/full.hpp"
#include "host/preemption/lazy.hpp"
#include "host/preemption/none.hpp"
#include "host/preemption/voluntary.hpp"

namespace kickpath::host {

std::unique_ptr<PreemptionModel> make_preemption_model(PreemptionKind kind) {
  switch (kind) {
    case PreemptionKind::none:
      return std::make_unique<NoPreemption>();
    case PreemptionKind::voluntary:
      return std::make_unique<VoluntaryPreemption>();
    case PreemptionKind::full:
      return std::make_unique<FullPreemption>();
    case PreemptionKind::lazy:
      return std::make_unique<LazyPreemption>();
  }
  throw std::invalid_argument("no such preemption model");
}

}  // namespace kickpath::host

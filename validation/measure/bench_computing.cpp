#include "measure/host_benches.hpp"
#include "vmm/clock_rates.hpp"

namespace kickpath::measure {

using namespace literals;

// As a scenario's guests and servers compute in world kvm.
std::vector<Samples> time_computing(Bench& bench) {
  const std::uint64_t iterations = vmm::measure_clock_rates().spin.iterations(100_us);
  return {bench.time_batches(0, 1, 1, [&] { protocol::spin(iterations); })};
}

}  // namespace kickpath::measure

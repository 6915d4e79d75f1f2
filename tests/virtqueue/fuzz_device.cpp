#include <cstddef>
#include <cstdint>

#include "hostile_runs.hpp"

// libFuzzer's entry: the input is what driver or device answer. An exception is a finding.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace kickpath::virtqueue::testing;
  run_device<HostileSplit>({bytes, size});
  run_driver<HostileSplit>({bytes, size});
  run_device<HostilePacked>({bytes, size});
  run_driver<HostilePacked>({bytes, size});
  return 0;
}

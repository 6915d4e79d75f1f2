#include <cstddef>
#include <cstdint>

#include "hostile_runs.hpp"

// libFuzzer's entry: the input is what driver or device answer. An exception is a finding.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  kickpath::virtqueue::testing::run_device({bytes, size});
  kickpath::virtqueue::testing::run_driver({bytes, size});
  return 0;
}

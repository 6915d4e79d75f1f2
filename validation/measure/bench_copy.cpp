#include <array>
#include <cstddef>
#include <cstring>

#include "measure/host_benches.hpp"

namespace kickpath::measure {

std::vector<Samples> time_copy(Bench& bench) {
  struct Page {
    alignas(4096) std::array<std::byte, 4096> bytes{};
  };
  Page from;
  Page to;
  return {bench.time_batches(0, 1, 100, [&] {
    std::memcpy(to.bytes.data(), from.bytes.data(), to.bytes.size());
    // The compiler must believe that somebody looks.
    __asm__ volatile("" ::"r"(&to), "r"(&from) : "memory");
  })};
}

}  // namespace kickpath::measure

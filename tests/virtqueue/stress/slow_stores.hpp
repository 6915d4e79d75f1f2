#pragma once
#include <cstdint>
#include <emmintrin.h>

#include "random.hpp"

namespace kickpath::virtqueue::stress {

/// Makes the next store of this thread visible late, at times by half a microsecond: it stands in the store
/// buffer behind one whose cache line is out in memory, while later loads go ahead. That is how a missing
/// full barrier shows, and on an idle machine, where lines are near and stores are fast, it never does.
class SlowStores {
 public:
  explicit SlowStores(std::uint64_t seed) : random_(seed) {}

  void delay_next() {
    for (std::uint32_t n = random_.below(2) * random_.below(6); n > 0; --n) {
      _mm_clflush(&line_);
      line_.word = n;
    }
  }

 private:
  struct alignas(64) Line {
    volatile std::uint32_t word = 0;
  };

  Line line_;
  Random random_;
};

}  // namespace kickpath::virtqueue::stress

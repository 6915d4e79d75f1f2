#pragma once
#include <cstdint>

namespace kickpath::virtqueue::stress {

/// The output function of SplitMix64: an answer that nobody gives by chance.
constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// A sequence that depends on its seed alone.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  /// Below `n`, which is small.
  std::uint32_t below(std::uint32_t n) {
    return static_cast<std::uint32_t>((state_ = mix(state_)) >> 32) % n;
  }

 private:
  std::uint64_t state_;
};

}  // namespace kickpath::virtqueue::stress

#pragma once
#include <cstdint>
#include <span>

#include "integrity/content.hpp"

namespace kickpath::integrity {

/// What the guest knows of the disk: how often each sector was written, and which are under way. What two
/// requests in flight do to one sector is nobody's promise (VirtIO 1.3 5.2.6.1), so a sector is in one at a
/// time.
class Ledger {
 public:
  /// One word a sector, all 0: the disk as the host has made it.
  explicit Ledger(std::span<std::uint32_t> words) : words_(words) {}

  std::uint32_t sectors() const { return static_cast<std::uint32_t>(words_.size()); }
  std::uint64_t name(std::uint32_t sector) const { return name_of(sector, words_[sector] & ~is_busy); }

  /// Takes the sectors for one request; false: one of them is under way, none is taken.
  bool take(std::uint32_t first, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i)
      if ((words_[first + i] & is_busy) != 0) return false;
    for (std::uint32_t i = 0; i < count; ++i) words_[first + i] |= is_busy;
    return true;
  }
  void give_back(std::uint32_t first, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) words_[first + i] &= ~is_busy;
  }
  /// A taken sector is about to be written once more.
  void renew(std::uint32_t sector) { ++words_[sector]; }

  std::uint64_t digest() const {
    std::uint64_t sum = 0;
    for (std::uint32_t s = 0; s < words_.size(); ++s) sum += digest_of(name(s));
    return sum;
  }

 private:
  static constexpr std::uint32_t is_busy = 1u << 31;
  std::span<std::uint32_t> words_;
};

}  // namespace kickpath::integrity

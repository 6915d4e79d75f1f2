#pragma once
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "time/ids.hpp"

/// A set of host cores: where a task may run.
namespace kickpath::host {

constexpr std::size_t max_cores = 1024;

class CoreSet {
 public:
  static CoreSet all() {
    CoreSet every;
    every.bits_.set();
    return every;
  }
  /// Cores 0 to n - 1.
  static CoreSet up_to(std::size_t n) {
    CoreSet cores;
    for (std::uint32_t i = 0; i < n; ++i) cores.insert(CoreId{i});
    return cores;
  }
  static CoreSet only(CoreId core) {
    CoreSet one;
    one.insert(core);
    return one;
  }

  /// Throws std::out_of_range from core 1024 on.
  void insert(CoreId core) { bits_.set(core.value); }
  void erase(CoreId core) { bits_.reset(core.value); }
  bool contains(CoreId core) const { return core.value < max_cores && bits_[core.value]; }

  /// The lowest member among the first `cores`; none: nothing of the host is allowed.
  std::optional<CoreId> first(std::size_t cores) const {
    for (CoreId core{0}; core.value < cores; ++core.value)
      if (contains(core)) return core;
    return std::nullopt;
  }

  /// Of all cores there could be, not of those that a host has.
  std::size_t count() const { return bits_.count(); }

  friend bool operator==(const CoreSet&, const CoreSet&) = default;

 private:
  std::bitset<max_cores> bits_;
};

}  // namespace kickpath::host

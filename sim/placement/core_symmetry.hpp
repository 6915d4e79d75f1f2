#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/host_spec.hpp"

/// Which cores of a host may be exchanged without changing what it is. A "core" is a logical CPU.
namespace kickpath::placement {

/// Threads of a core, cores of a socket and sockets are interchangeable where all that belongs to them is
/// equal: speed, and what is bound there for good.
class CoreSymmetry {
 public:
  /// `marks` says of each core what is bound there whatever the placement is; empty: nothing. Cores of
  /// different marks are never exchanged.
  CoreSymmetry(const host::HostSpec& host, std::vector<std::string> marks);

  /// Every core is one of its kind.
  static CoreSymmetry none(const host::HostSpec& host);

  std::uint32_t cores() const { return static_cast<std::uint32_t>(of_core_.size()); }
  bool is_flat() const { return is_flat_; }

  /// Where a core belongs; the kinds are equal exactly where an exchange leaves the host as it is.
  struct Seat {
    std::uint32_t physical = 0, socket = 0;
    std::uint32_t kind = 0, physical_kind = 0, socket_kind = 0;
  };
  const Seat& operator[](std::uint32_t core) const { return of_core_[core]; }

 private:
  std::vector<Seat> of_core_;
  bool is_flat_ = true;
};

/// New numbers for cores in the order in which they are asked for: each gets the lowest that an exchange can
/// give it, after those before it. So of all exchanges it is the one that makes the list of the numbers
/// smallest.
class Relabelling {
 public:
  explicit Relabelling(const CoreSymmetry& symmetry);

  std::uint32_t label(std::uint32_t core);

  bool is_labelled(std::uint32_t core) const { return labels_[core] >= 0; }
  std::int64_t label_or_none(std::uint32_t core) const { return labels_[core]; }
  /// New number of the core's socket, -1: none yet. Likewise of its physical core.
  std::int64_t socket_label(std::uint32_t core) const { return sockets_[(*symmetry_)[core].socket]; }
  std::int64_t physical_label(std::uint32_t core) const { return physicals_[(*symmetry_)[core].physical]; }

 private:
  const CoreSymmetry* symmetry_;
  std::vector<std::int32_t> labels_, physicals_, sockets_;  ///< new numbers; -1: none yet
  std::vector<bool> taken_, taken_physicals_, taken_sockets_;
};

}  // namespace kickpath::placement

#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "placement/core_symmetry.hpp"

/// Placements that differ by an exchange of equal cores or of equal VMs are the same placement. Of each such
/// set one stands for all. No simulation here.
namespace kickpath::placement {

using Cores = std::vector<std::uint32_t>;

/// The seats of one VM that are bound to cores, next to each other in a list of cores.
struct Block {
  std::uint32_t kind = 0;   ///< VMs of the same kind are interchangeable
  std::uint32_t seats = 0;  ///< of equal kinds equal
};
using Blocks = std::vector<Block>;

std::size_t seats_of(const Blocks& blocks);

/// The smallest list that exchanges of cores and VMs make of `cores`, taken VM by VM in the order of
/// `blocks`. Two placements that are the same have the same; only among many VMs in rings of the same degree
/// (two rings of three beside one of six) may it fail to see that, never the other way round.
Cores canonical(const Cores& cores, const Blocks& blocks, const CoreSymmetry& symmetry);

/// The canonical placements of all seats, ascending; nothing if there are more than `most`.
std::optional<std::vector<Cores>> all_canonical(const Blocks& blocks, const CoreSymmetry& symmetry,
                                                std::size_t most);

}  // namespace kickpath::placement

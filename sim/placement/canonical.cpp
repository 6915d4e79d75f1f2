#include "placement/canonical.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace kickpath::placement {

namespace {

using Hash = std::uint64_t;

Hash mixed(Hash a, Hash b) {
  a ^= b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2);
  a *= 0xff51afd7ed558ccdu;
  return a ^ (a >> 32);
}

Hash of_many(std::vector<Hash> parts) {
  std::sort(parts.begin(), parts.end());
  Hash all = parts.size();
  for (const Hash part : parts) all = mixed(all, part);
  return all;
}

/// One way to go on: VMs that have a place in the list already, and the numbers that their cores got.
struct State {
  Relabelling labels;
  std::vector<bool> is_placed;
};

class Canonical {
 public:
  Canonical(const Cores& cores, const Blocks& blocks, const CoreSymmetry& symmetry)
      : cores_(cores), blocks_(blocks), symmetry_(symmetry) {
    std::size_t next = 0;
    for (const Block& block : blocks) {
      begins_.push_back(next);
      next += block.seats;
    }
  }

  Cores find() {
    std::vector<State> ways{{Relabelling(symmetry_), std::vector<bool>(blocks_.size())}};
    Cores result;
    for (const Block& block : blocks_) {
      const Cores best = place_next(block.kind, ways);
      result.insert(result.end(), best.begin(), best.end());
    }
    return result;
  }

 private:
  Cores raw(std::size_t vm) const {
    const auto begin = cores_.begin() + static_cast<std::ptrdiff_t>(begins_[vm]);
    return {begin, begin + blocks_[vm].seats};
  }

  /// The smallest numbers that any VM of the kind can get next, and all ways to get them.
  Cores place_next(std::uint32_t kind, std::vector<State>& ways) const {
    std::optional<Cores> best;
    std::vector<State> next;
    for (const State& way : ways) {
      std::set<Cores> seen;
      for (std::size_t vm = 0; vm < blocks_.size(); ++vm) {
        if (way.is_placed[vm] || blocks_[vm].kind != kind || !seen.insert(raw(vm)).second) continue;
        State after = way;
        Cores labelled;
        for (const std::uint32_t core : raw(vm)) labelled.push_back(after.labels.label(core));
        if (best && labelled > *best) continue;
        if (!best || labelled < *best) next.clear();
        best = std::move(labelled);
        after.is_placed[vm] = true;
        next.push_back(std::move(after));
      }
    }
    ways = different(std::move(next));
    return *best;
  }

  std::vector<State> different(std::vector<State> ways) const {
    if (ways.size() < 2) return ways;
    std::set<Hash> seen;
    std::vector<State> kept;
    for (State& way : ways)
      if (seen.insert(view(way)).second) kept.push_back(std::move(way));
    return kept;
  }

  /// What is left to place, as it looks from what is placed: colour refinement (Weisfeiler and Leman 1968)
  /// of the graph of VMs and cores, in which a placed core has its new number as its colour.
  Hash view(const State& way) const {
    std::vector<Hash> colours = first_colours(way);
    std::vector<Hash> vms;
    const std::size_t rounds = std::min<std::size_t>(blocks_.size() + 1, 16);
    for (std::size_t round = 0; round < rounds; ++round) refine(way, colours, vms);
    return of_many(vms);
  }

  std::vector<Hash> first_colours(const State& way) const {
    std::vector<Hash> colours;
    for (std::uint32_t core = 0; core < symmetry_.cores(); ++core) {
      const CoreSymmetry::Seat& seat = symmetry_[core];
      Hash colour = mixed(mixed(seat.kind, seat.physical_kind), seat.socket_kind);
      for (const std::int64_t known :
           {way.labels.label_or_none(core), way.labels.physical_label(core), way.labels.socket_label(core)})
        colour = mixed(colour, static_cast<Hash>(known + 1));
      colours.push_back(colour);
    }
    return colours;
  }

  void refine(const State& way, std::vector<Hash>& colours, std::vector<Hash>& vms) const {
    vms.clear();
    std::vector<std::vector<Hash>> around(symmetry_.cores());
    for (std::size_t vm = 0; vm < blocks_.size(); ++vm) {
      if (way.is_placed[vm]) continue;
      Hash colour = blocks_[vm].kind;
      for (const std::uint32_t core : raw(vm)) colour = mixed(colour, colours[core]);
      vms.push_back(colour);
      Hash seat = 0;
      for (const std::uint32_t core : raw(vm)) around[core].push_back(mixed(colour, ++seat));
    }
    if (!symmetry_.is_flat()) add_neighbours(colours, around);
    for (std::uint32_t core = 0; core < symmetry_.cores(); ++core)
      colours[core] = mixed(colours[core], of_many(std::move(around[core])));
  }

  /// Siblings, and cores of the same socket.
  void add_neighbours(const std::vector<Hash>& colours, std::vector<std::vector<Hash>>& around) const {
    for (std::uint32_t a = 0; a < symmetry_.cores(); ++a)
      for (std::uint32_t b = 0; b < symmetry_.cores(); ++b) {
        if (a == b || symmetry_[a].socket != symmetry_[b].socket) continue;
        const bool are_siblings = symmetry_[a].physical == symmetry_[b].physical;
        around[a].push_back(mixed(colours[b], are_siblings ? 101 : 102));
      }
  }

  const Cores& cores_;
  const Blocks& blocks_;
  const CoreSymmetry& symmetry_;
  std::vector<std::size_t> begins_;
};

/// Calls `use` with every way to go on by `seats` more, but for exchanges of cores that nobody has yet.
void for_each_extension(Cores& prefix, std::uint32_t seats, const Relabelling& labels,
                        const CoreSymmetry& symmetry, const std::function<void(const Cores&)>& use) {
  if (seats == 0) return use(prefix);
  for (std::uint32_t core = 0; core < symmetry.cores(); ++core) {
    Relabelling after = labels;
    if (after.label(core) != core) continue;
    prefix.push_back(core);
    for_each_extension(prefix, seats - 1, after, symmetry, use);
    prefix.pop_back();
  }
}

}  // namespace

std::size_t seats_of(const Blocks& blocks) {
  std::size_t seats = 0;
  for (const Block& block : blocks) seats += block.seats;
  return seats;
}

Cores canonical(const Cores& cores, const Blocks& blocks, const CoreSymmetry& symmetry) {
  return Canonical(cores, blocks, symmetry).find();
}

// VM by VM: every placement of n + 1 VMs is one of n VMs and a VM more.
std::optional<std::vector<Cores>> all_canonical(const Blocks& blocks, const CoreSymmetry& symmetry,
                                                std::size_t most) {
  std::set<Cores> found{{}};
  Blocks so_far;
  for (const Block& block : blocks) {
    so_far.push_back(block);
    std::set<Cores> longer;
    for (Cores prefix : found) {
      Relabelling labels(symmetry);
      for (const std::uint32_t core : prefix) labels.label(core);
      for_each_extension(prefix, block.seats, labels, symmetry, [&](const Cores& cores) {
        if (longer.size() <= most) longer.insert(canonical(cores, so_far, symmetry));
      });
      if (longer.size() > most) return std::nullopt;
    }
    found = std::move(longer);
  }
  return std::vector<Cores>(found.begin(), found.end());
}

}  // namespace kickpath::placement

#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

/// Which gang's turn it is. Pure.
namespace kickpath::host {

/// Tasks that run at the same time, each on its core: those of VM i are gang i + 1, and the host's own are gang 0.
using GangIndex = std::uint32_t;
constexpr GangIndex gang_of_vm(std::int32_t vm) { return static_cast<GangIndex>(vm + 1); }

/// What the cores of a host share: gangs have a slot each in turn, by number (Ousterhout, "Scheduling Techniques
/// for Concurrent Systems", 1982, with one gang in a row of the matrix). A gang that has nothing to run anywhere
/// when a slot begins is passed over; one that falls asleep within its slot keeps it. If there is no gang to have a
/// slot, the first that wakes up has the rest of it.
class GangSlots {
 public:
  /// One of the gang's tasks wants to run from now on; or no longer does.
  void come(GangIndex gang) {
    if (gang >= runnable_.size()) runnable_.resize(gang + 1);
    ++runnable_[gang];
    if (!is_taken_) owner_ = gang;
    is_taken_ = true;
  }
  void leave(GangIndex gang) { --runnable_[gang]; }

  /// The next slot begins.
  void begin_next() {
    is_taken_ = false;
    for (std::size_t rank = 1; rank <= runnable_.size() && !is_taken_; ++rank) {
      const GangIndex gang = at(rank);
      if (runnable_[gang] == 0) continue;
      owner_ = gang;
      is_taken_ = true;
    }
  }

  /// Whose slot it is, or was last.
  GangIndex owner() const { return owner_; }
  std::size_t gangs() const { return runnable_.size(); }
  /// A gang's place in the order of turns: 0 has the slot, 1 comes next.
  std::size_t rank_of(GangIndex gang) const { return (gang + gangs() - owner_) % gangs(); }
  GangIndex at(std::size_t rank) const { return static_cast<GangIndex>((owner_ + rank) % gangs()); }

 private:
  std::vector<std::size_t> runnable_;  ///< tasks, by gang
  GangIndex owner_ = 0;
  bool is_taken_ = false;
};

}  // namespace kickpath::host

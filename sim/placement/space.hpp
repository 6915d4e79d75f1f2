#pragma once
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "placement/canonical.hpp"
#include "placement/settings.hpp"

/// All ways to place a scenario's threads. No simulation here.
namespace kickpath::placement {

using Random = std::mt19937_64;

struct Candidate {
  std::uint32_t mode = 0;      ///< which threads are bound at all
  std::uint32_t settings = 0;  ///< of all_settings()
  Cores cores;                 ///< of the threads that are bound, VM by VM: its vcpus, then its servers
  friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

/// The vcpus of all VMs are bound to a core each, or none is; likewise the servers; what is not varied stays
/// as given. Placements that are the same (canonical.hpp) are one candidate.
class Space {
 public:
  /// `problem` says what cannot be varied; the space is then of no use.
  Space(scenario::ScenarioSpec given, const Varying& varying, std::string& problem);

  const scenario::ScenarioSpec& given_spec() const { return settings_.front().spec; }

  /// The given scenario; nothing if the space does not have it: some threads of a kind are bound, others not.
  const std::optional<Candidate>& given() const { return given_; }

  /// All candidates, each once, ascending; nothing if there are more than `most`.
  std::optional<std::vector<Candidate>> all(std::size_t most) const;

  Candidate canonical(Candidate candidate) const;

  /// One step away: a thread on another core, two threads' cores exchanged, a VM placed as another one of its
  /// kind; other settings; other threads bound. Not canonical yet, which takes longer than to name them: some
  /// are the same, or the candidate itself.
  std::vector<Candidate> neighbours(const Candidate& candidate) const;

  Candidate random(Random& random) const;

  scenario::ScenarioSpec spec_of(const Candidate& candidate) const;

  /// "vm: vcpus [0,1], servers same-core; policy colocate".
  std::string text_of(const Candidate& candidate) const;

  std::uint32_t cores() const { return given_spec().machine.host.cores; }
  std::size_t threads() const;  ///< that a placement binds at most

 private:
  enum class Pin { as_given, any, bound };
  struct Mode {
    Pin vcpus = Pin::as_given, servers = Pin::as_given;
    Blocks blocks;
    CoreSymmetry symmetry;
  };
  struct Vm {
    std::uint32_t group = 0;
    std::uint32_t vcpus = 1;
    std::uint32_t servers = 0;         ///< seats of threads; 0: it has none
    Cores given_vcpus, given_servers;  ///< empty: not bound, or not all of them
  };

  void add_vms();
  void add_modes(const Varying& varying);
  void add_mode(Pin vcpus, Pin servers);
  void find_given();
  bool servers_follow() const;
  Cores bound(const Mode& mode, const Vm& vm, const Cores& vcpus, const Cores& servers) const;
  Cores in_mode(const Candidate& candidate, const Mode& mode) const;
  void add_moves(const Candidate& from, std::vector<Candidate>& steps) const;
  void add_exchanges(const Candidate& from, std::vector<Candidate>& steps) const;
  void add_copies(const Candidate& from, std::vector<Candidate>& steps) const;
  void add_other_settings(const Candidate& from, std::vector<Candidate>& steps) const;

  std::vector<Settings> settings_;
  std::vector<Vm> vms_;
  std::vector<Mode> modes_;
  std::optional<Candidate> given_;
};

}  // namespace kickpath::placement

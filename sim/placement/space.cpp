#include "placement/space.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "placement/placement_words.hpp"
#include "seating/seats.hpp"
#include "seating/server_seats.hpp"

namespace kickpath::placement {

using vm::PlacementSpec;
using vm::VmSpec;

namespace {

/// Has the VM any thread that `placement.servers` seats?
bool has_server_threads(const VmSpec& group) {
  return std::any_of(group.devices.begin(), group.devices.end(), [](const device::DeviceSpec& device) {
    if (device.server.kind == server::ServerKind::none) return false;
    return device.server.kind != server::ServerKind::vcpu || device::is_asynchronous(device.backend);
  });
}

/// The only core of each set; nothing if one has several.
Cores single_cores(const std::vector<host::CoreSet>& sets, std::uint32_t cores) {
  Cores result;
  for (const host::CoreSet& set : sets) {
    if (set.count() != 1) return {};
    result.push_back(set.first(cores)->value);
  }
  return result;
}

/// Of the threads that have a seat of their own.
std::vector<host::CoreSet> server_sets(const VmSpec& group, const seating::VmSeat& seat) {
  std::vector<host::CoreSet> sets;
  for (std::size_t d = 0; d < group.devices.size(); ++d)
    if (seating::first_sharer(group, d) == d)
      sets.insert(sets.end(), seat.servers[d].begin(), seat.servers[d].end());
  return sets;
}

/// What the scenario binds to cores beside its VMs' threads.
std::vector<std::string> foreign_marks(const vm::MachineSpec& machine) {
  std::vector<std::string> marks(machine.host.cores);
  for (const vm::BackgroundSpec& hog : machine.background)
    for (std::uint32_t i = 0; i < hog.count && !hog.cores.empty(); ++i)
      marks[hog.cores[i % hog.cores.size()]] += "hog " + hog.name + ";";
  for (const VmSpec& group : machine.vms)
    for (const device::DeviceSpec& device : group.devices)
      if (device.kind == device::DeviceKind::net && device.net.peer.core)
        marks[*device.net.peer.core] += fmt::format("peer {}/{};", group.name, device.name);
  return marks;
}

}  // namespace

Space::Space(scenario::ScenarioSpec given, const Varying& varying, std::string& problem)
    : settings_(all_settings(given, varying, problem)) {
  if (given.machine.remote) {
    problem = "place knows one host, and the scenario has two";
    return;
  }
  add_vms();
  const auto have_threads =
      std::any_of(vms_.begin(), vms_.end(), [](const Vm& vm) { return vm.servers > 0; });
  if (varying.servers && !varying.vcpus && !have_threads)
    problem = "--vary servers: no VM of the scenario has a server thread of its own";
  add_modes(varying);
  find_given();
}

void Space::add_vms() {
  const vm::MachineSpec& machine = given_spec().machine;
  const std::vector<seating::VmSeat> seats = seating::seats(machine);
  for (std::uint32_t g = 0; g < machine.vms.size(); ++g) {
    const VmSpec& group = machine.vms[g];
    for (std::uint32_t i = 0; i < group.count; ++i) {
      const seating::VmSeat& seat = seats[vms_.size()];
      vms_.push_back({g, group.vcpus, has_server_threads(group) ? seating::server_seats(group) : 0,
                      single_cores(seat.vcpus, machine.host.cores),
                      single_cores(server_sets(group, seat), machine.host.cores)});
    }
  }
}

bool Space::servers_follow() const {
  const auto& vms = given_spec().machine.vms;
  return std::any_of(vms.begin(), vms.end(), [](const VmSpec& group) {
    return group.placement.servers == PlacementSpec::Servers::same_core ||
           group.placement.servers == PlacementSpec::Servers::other_core;
  });
}

void Space::add_modes(const Varying& varying) {
  const auto pins = [](bool is_varied) {
    return is_varied ? std::vector<Pin>{Pin::bound, Pin::any} : std::vector<Pin>{Pin::as_given};
  };
  const bool have_threads =
      std::any_of(vms_.begin(), vms_.end(), [](const Vm& vm) { return vm.servers > 0; });
  for (const Pin vcpus : pins(varying.vcpus))
    for (const Pin servers : pins(varying.servers)) {
      if (vcpus == Pin::any && servers == Pin::as_given && servers_follow()) continue;
      if (servers == Pin::bound && !have_threads) continue;
      add_mode(vcpus, servers);
    }
}

/// What stays as given makes cores and VMs different; servers on the next core make all cores different where
/// that is not simply the other one.
void Space::add_mode(Pin vcpus, Pin servers) {
  const vm::MachineSpec& machine = given_spec().machine;
  std::vector<std::string> marks = foreign_marks(machine);
  Mode mode{vcpus, servers, {}, CoreSymmetry::none(machine.host)};
  std::vector<std::string> kinds;
  bool is_next_core = false;
  for (std::size_t i = 0; i < vms_.size(); ++i) {
    const Vm& vm = vms_[i];
    const auto group_servers = machine.vms[vm.group].placement.servers;
    Cores fixed;
    if (vcpus == Pin::as_given) fixed = vm.given_vcpus;
    if (servers == Pin::as_given && group_servers == PlacementSpec::Servers::cores)
      fixed.insert(fixed.end(), vm.given_servers.begin(), vm.given_servers.end());
    is_next_core |= servers == Pin::as_given && group_servers == PlacementSpec::Servers::other_core;
    for (const std::uint32_t core : fixed) marks[core] += fmt::format("vm {};", i);
    kinds.push_back(fmt::format("{} {}", vm.group, fmt::join(fixed, ",")));
    const auto same = std::find(kinds.begin(), kinds.end(), kinds.back()) - kinds.begin();
    mode.blocks.push_back({static_cast<std::uint32_t>(same),
                           (vcpus == Pin::bound ? vm.vcpus : 0) + (servers == Pin::bound ? vm.servers : 0)});
  }
  if (!is_next_core || machine.host.cores <= 2) mode.symmetry = CoreSymmetry(machine.host, std::move(marks));
  modes_.push_back(std::move(mode));
}

Cores Space::bound(const Mode& mode, const Vm& vm, const Cores& vcpus, const Cores& servers) const {
  Cores cores;
  if (mode.vcpus == Pin::bound) cores = vcpus;
  if (mode.servers == Pin::bound && vm.servers > 0) cores.insert(cores.end(), servers.begin(), servers.end());
  return cores;
}

void Space::find_given() {
  const auto pin_of = [&](auto is_bound, auto counts) -> std::optional<Pin> {
    std::size_t bound = 0, all = 0;
    for (const Vm& vm : vms_)
      if (counts(vm)) ++all, bound += is_bound(vm);
    if (bound == 0) return Pin::any;
    return bound == all ? std::optional(Pin::bound) : std::nullopt;
  };
  const auto vcpus =
      pin_of([](const Vm& vm) { return !vm.given_vcpus.empty(); }, [](const Vm&) { return true; });
  const auto servers = pin_of([](const Vm& vm) { return !vm.given_servers.empty(); },
                              [](const Vm& vm) { return vm.servers > 0; });
  for (std::uint32_t m = 0; m < modes_.size(); ++m) {
    const Mode& mode = modes_[m];
    if (mode.vcpus != Pin::as_given && vcpus != mode.vcpus) continue;
    if (mode.servers != Pin::as_given && servers != mode.servers) continue;
    Candidate found{m, 0, {}};
    for (const Vm& vm : vms_)
      for (const std::uint32_t core : bound(mode, vm, vm.given_vcpus, vm.given_servers))
        found.cores.push_back(core);
    given_ = canonical(std::move(found));
    return;
  }
}

std::optional<std::vector<Candidate>> Space::all(std::size_t most) const {
  std::vector<Candidate> candidates;
  for (std::uint32_t m = 0; m < modes_.size(); ++m) {
    const auto lists = all_canonical(modes_[m].blocks, modes_[m].symmetry, most / settings_.size());
    if (!lists || candidates.size() + lists->size() * settings_.size() > most) return std::nullopt;
    for (std::uint32_t s = 0; s < settings_.size(); ++s)
      for (const Cores& cores : *lists) candidates.push_back({m, s, cores});
  }
  return candidates;
}

Candidate Space::canonical(Candidate candidate) const {
  const Mode& mode = modes_[candidate.mode];
  candidate.cores = placement::canonical(candidate.cores, mode.blocks, mode.symmetry);
  return candidate;
}

std::size_t Space::threads() const {
  std::size_t most = 0;
  for (const Mode& mode : modes_) most = std::max(most, seats_of(mode.blocks));
  return most;
}

void Space::add_moves(const Candidate& from, std::vector<Candidate>& steps) const {
  for (std::size_t i = 0; i < from.cores.size(); ++i)
    for (std::uint32_t core = 0; core < cores(); ++core) {
      if (core == from.cores[i]) continue;
      steps.push_back(from);
      steps.back().cores[i] = core;
    }
}

void Space::add_exchanges(const Candidate& from, std::vector<Candidate>& steps) const {
  for (std::size_t i = 0; i < from.cores.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (from.cores[i] == from.cores[j]) continue;
      steps.push_back(from);
      std::swap(steps.back().cores[i], steps.back().cores[j]);
    }
}

void Space::add_copies(const Candidate& from, std::vector<Candidate>& steps) const {
  const Blocks& blocks = modes_[from.mode].blocks;
  std::size_t at_a = 0;
  for (std::size_t a = 0; a < blocks.size(); at_a += blocks[a++].seats) {
    std::size_t at_b = 0;
    for (std::size_t b = 0; b < blocks.size(); at_b += blocks[b++].seats) {
      if (a == b || blocks[a].kind != blocks[b].kind) continue;
      steps.push_back(from);
      std::copy_n(from.cores.begin() + static_cast<std::ptrdiff_t>(at_a), blocks[a].seats,
                  steps.back().cores.begin() + static_cast<std::ptrdiff_t>(at_b));
    }
  }
}

/// The same cores in another mode; what was not bound goes vcpu by vcpu over the cores, servers with them.
Cores Space::in_mode(const Candidate& candidate, const Mode& mode) const {
  const Mode& before = modes_[candidate.mode];
  Cores result;
  std::size_t at = 0;
  std::uint32_t dealt = 0;
  for (const Vm& vm : vms_) {
    Cores vcpus, servers;
    for (std::uint32_t v = 0; v < vm.vcpus; ++v, ++dealt)
      vcpus.push_back(before.vcpus == Pin::bound ? candidate.cores[at++] : dealt % cores());
    for (std::uint32_t s = 0; s < vm.servers; ++s)
      servers.push_back(before.servers == Pin::bound ? candidate.cores[at++] : vcpus[s % vm.vcpus]);
    for (const std::uint32_t core : bound(mode, vm, vcpus, servers)) result.push_back(core);
  }
  return result;
}

void Space::add_other_settings(const Candidate& from, std::vector<Candidate>& steps) const {
  const auto& now = settings_[from.settings].choices;
  for (std::uint32_t s = 0; s < settings_.size(); ++s) {
    std::size_t differences = 0;
    for (std::size_t i = 0; i < now.size(); ++i) differences += settings_[s].choices[i] != now[i];
    if (differences == 1) steps.push_back({from.mode, s, from.cores});
  }
  for (std::uint32_t m = 0; m < modes_.size(); ++m)
    if (m != from.mode) steps.push_back({m, from.settings, in_mode(from, modes_[m])});
}

std::vector<Candidate> Space::neighbours(const Candidate& candidate) const {
  std::vector<Candidate> steps;
  add_moves(candidate, steps);
  add_exchanges(candidate, steps);
  add_copies(candidate, steps);
  add_other_settings(candidate, steps);
  return steps;
}

Candidate Space::random(Random& random) const {
  Candidate candidate{static_cast<std::uint32_t>(random() % modes_.size()),
                      static_cast<std::uint32_t>(random() % settings_.size()),
                      {}};
  for (std::size_t i = seats_of(modes_[candidate.mode].blocks); i > 0; --i)
    candidate.cores.push_back(static_cast<std::uint32_t>(random() % cores()));
  return canonical(std::move(candidate));
}

scenario::ScenarioSpec Space::spec_of(const Candidate& candidate) const {
  if (candidate == given_) return given_spec();
  scenario::ScenarioSpec spec = settings_[candidate.settings].spec;
  const Mode& mode = modes_[candidate.mode];
  for (VmSpec& group : spec.machine.vms) {
    PlacementSpec& placement = group.placement;
    if (mode.vcpus != Pin::as_given)
      placement.vcpus = PlacementSpec::Vcpus::any, placement.vcpu_cores.clear();
    if (mode.servers != Pin::as_given)
      placement.servers = PlacementSpec::Servers::any, placement.server_cores.clear();
  }
  std::size_t at = 0;
  for (const Vm& vm : vms_) {
    PlacementSpec& placement = spec.machine.vms[vm.group].placement;
    if (mode.vcpus == Pin::bound) placement.vcpus = PlacementSpec::Vcpus::cores;
    for (std::uint32_t v = 0; mode.vcpus == Pin::bound && v < vm.vcpus; ++v)
      placement.vcpu_cores.push_back(candidate.cores[at++]);
    if (mode.servers == Pin::bound && vm.servers > 0) placement.servers = PlacementSpec::Servers::cores;
    for (std::uint32_t s = 0; mode.servers == Pin::bound && s < vm.servers; ++s)
      placement.server_cores.push_back(candidate.cores[at++]);
  }
  return spec;
}

std::string Space::text_of(const Candidate& candidate) const {
  std::string text = placement_text(spec_of(candidate).machine);
  for (const std::string& change : settings_[candidate.settings].changes) text += "; " + change;
  return text;
}

}  // namespace kickpath::placement

#include "placement/core_symmetry.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

#include "host/topology.hpp"

namespace kickpath::placement {

namespace {

/// Numbers for texts: equal ones have the same.
class Kinds {
 public:
  std::uint32_t of(const std::string& text) {
    return numbers_.try_emplace(text, static_cast<std::uint32_t>(numbers_.size())).first->second;
  }

 private:
  std::map<std::string, std::uint32_t> numbers_;
};

double speed_of(const host::HostSpec& host, std::uint32_t physical) {
  if (!host.topology || host.topology->speed.empty()) return 1;
  return host.topology->speed[physical % host.topology->speed.size()];
}

/// What a whole is made of, in whatever order.
std::string made_of(std::vector<std::uint32_t> parts) {
  std::sort(parts.begin(), parts.end());
  return fmt::format("{}", fmt::join(parts, ","));
}

}  // namespace

CoreSymmetry::CoreSymmetry(const host::HostSpec& host, std::vector<std::string> marks) {
  const host::Topology topology = host.topology ? host::Topology(*host.topology) : host::Topology(host.cores);
  is_flat_ = topology.is_flat();
  marks.resize(host.cores);
  of_core_.resize(host.cores);
  std::map<std::uint32_t, std::vector<std::uint32_t>> threads, physicals;
  Kinds kinds, physical_kinds, socket_kinds;
  for (std::uint32_t i = 0; i < host.cores; ++i) {
    Seat& seat = of_core_[i];
    seat.physical = topology.physical_core_of(CoreId{i});
    seat.socket = topology.socket_of(CoreId{i});
    seat.kind = kinds.of(marks[i]);
    threads[seat.physical].push_back(seat.kind);
  }
  std::map<std::uint32_t, std::uint32_t> kind_of_physical, kind_of_socket;
  for (const auto& [physical, of_it] : threads) {
    kind_of_physical[physical] =
        physical_kinds.of(fmt::format("{} at {}", made_of(of_it), speed_of(host, physical)));
    physicals[physical / topology.cores_of_socket()].push_back(kind_of_physical[physical]);
  }
  for (const auto& [socket, of_it] : physicals) kind_of_socket[socket] = socket_kinds.of(made_of(of_it));
  for (Seat& seat : of_core_) {
    seat.physical_kind = kind_of_physical[seat.physical];
    seat.socket_kind = kind_of_socket[seat.socket];
  }
}

CoreSymmetry CoreSymmetry::none(const host::HostSpec& host) {
  std::vector<std::string> marks;
  for (std::uint32_t i = 0; i < host.cores; ++i) marks.push_back(std::to_string(i));
  return {host, std::move(marks)};
}

Relabelling::Relabelling(const CoreSymmetry& symmetry)
    : symmetry_(&symmetry), labels_(symmetry.cores(), -1), physicals_(symmetry.cores(), -1),
      sockets_(symmetry.cores(), -1), taken_(symmetry.cores()), taken_physicals_(symmetry.cores()),
      taken_sockets_(symmetry.cores()) {}

// Three levels, each the lowest of its kind that is free in what the level above was given. A core of the
// right kind is there: the kinds of the wholes are equal.
std::uint32_t Relabelling::label(std::uint32_t core) {
  if (labels_[core] >= 0) return static_cast<std::uint32_t>(labels_[core]);
  const CoreSymmetry& all = *symmetry_;
  const CoreSymmetry::Seat& from = all[core];
  const auto fits = [&](const CoreSymmetry::Seat& to) {
    const bool socket_fits = sockets_[from.socket] >= 0
                                 ? sockets_[from.socket] == static_cast<std::int32_t>(to.socket)
                                 : !taken_sockets_[to.socket] && to.socket_kind == from.socket_kind;
    const bool physical_fits = physicals_[from.physical] >= 0
                                   ? physicals_[from.physical] == static_cast<std::int32_t>(to.physical)
                                   : !taken_physicals_[to.physical] && to.physical_kind == from.physical_kind;
    return socket_fits && physical_fits && to.kind == from.kind;
  };
  std::uint32_t target = 0;
  while (taken_[target] || !fits(all[target])) ++target;
  const CoreSymmetry::Seat& to = all[target];
  labels_[core] = static_cast<std::int32_t>(target);
  physicals_[from.physical] = static_cast<std::int32_t>(to.physical);
  sockets_[from.socket] = static_cast<std::int32_t>(to.socket);
  taken_[target] = taken_physicals_[to.physical] = taken_sockets_[to.socket] = true;
  return target;
}

}  // namespace kickpath::placement

#include "host/paces.hpp"

#include <algorithm>
#include <utility>

namespace kickpath::host {

Paces::Paces(const TopologySpec& spec, Change change)
    : spec_(spec), topology_(spec), change_(std::move(change)), runs_(topology_.cores()),
      active_(spec.sockets), paces_(topology_.cores()) {
  for (std::uint32_t socket = 0; socket < spec_.sockets; ++socket) refresh_socket(socket);
}

void Paces::set_running(CoreId core, bool runs) {
  if (runs_[core.value] == runs) return;
  runs_[core.value] = runs;
  const bool is_only_thread = !has_running_sibling(core);
  const std::uint32_t socket = topology_.socket_of(core);
  if (is_only_thread && runs) ++active_[socket];
  if (is_only_thread && !runs) --active_[socket];
  if (is_only_thread && !spec_.turbo.empty()) return refresh_socket(socket);
  refresh(core);
  if (const auto sibling = topology_.sibling_of(core)) refresh(*sibling);
}

bool Paces::has_running_sibling(CoreId core) const {
  const auto sibling = topology_.sibling_of(core);
  return sibling && runs_[sibling->value];
}

double Paces::turbo_of(std::uint32_t socket) const {
  if (spec_.turbo.empty()) return 1;
  const std::size_t active = std::clamp<std::size_t>(active_[socket], 1, spec_.turbo.size());
  return spec_.turbo[active - 1];
}

double Paces::speed_of(CoreId core) const {
  const auto& types = spec_.speed;
  const double own = types.empty() ? 1 : types[topology_.physical_core_of(core) % types.size()];
  const double share = has_running_sibling(core) ? spec_.smt_speed : 1;
  return own * share * turbo_of(topology_.socket_of(core));
}

void Paces::refresh(CoreId core) {
  const double speed = speed_of(core);
  const Pace pace{speed};
  if (pace == std::exchange(paces_[core.value], pace)) return;
  change_(core, speed);
}

void Paces::refresh_socket(std::uint32_t socket) {
  for (CoreId core{0}; core.value < topology_.cores(); ++core.value)
    if (topology_.socket_of(core) == socket) refresh(core);
}

}  // namespace kickpath::host

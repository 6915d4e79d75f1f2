#include "measure/cores.hpp"

#include <algorithm>

#include "hostfacts/cpu_list.hpp"

namespace kickpath::measure {

Cores choose_cores(std::span<const CoreId> allowed, const hostfacts::HostFiles& files) {
  const CoreId home = allowed.front();
  const auto siblings = hostfacts::siblings_of(home, files);
  const auto is_sibling = [&](CoreId core) {
    return std::find(siblings.begin(), siblings.end(), core) != siblings.end();
  };
  Cores cores{home, std::nullopt, false};
  for (const CoreId core : allowed.subspan(1)) {
    if (cores.other && is_sibling(core)) continue;
    cores = {home, core, is_sibling(core)};
    if (!cores.are_siblings) break;
  }
  return cores;
}

}  // namespace kickpath::measure

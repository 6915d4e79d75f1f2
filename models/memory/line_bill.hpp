#pragma once
#include <utility>

#include "host/host.hpp"
#include "memory/line_directory.hpp"

namespace kickpath::memory {

/// Who accesses the memory now, and which lines came to that task's core since somebody last paid for them.
struct Toucher {
  const host::Task* task = nullptr;
  LineMoves moved{};

  bool owes() const { return moved.all != 0; }
};

/// What `task` owes for the lines that came since; it owes nothing afterwards. Only where toucher.owes().
inline Duration take_bill(host::Host& host, host::Task& task, Toucher& toucher) {
  const auto [all, far] = std::exchange(toucher.moved, {});
  host.probes.line_transfer(task, all);
  Duration bill = all * host.cost(cost::Component::line_transfer);
  if (far != 0) bill += far * host.cost(cost::Component::line_transfer_far);
  return bill;
}

}  // namespace kickpath::memory

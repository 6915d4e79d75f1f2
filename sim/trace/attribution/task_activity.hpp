#pragma once
#include <optional>
#include <vector>

#include "host/host.hpp"
#include "trace/attribution/charge.hpp"
#include "trace/attribution/critical_path.hpp"
#include "vcpu/vcpu.hpp"

namespace kickpath::trace {

/// Everything that is known of a task's present, and, in its log, of its past.
struct TaskActivity {
  const host::Task* task = nullptr;
  const vcpu::Vcpu* vcpu = nullptr;  ///< that it runs; null: it is no vcpu

  TaskLog log;
  Instant logged_to{};  ///< end of the log

  std::vector<Piece> priced;      ///< since its last charge
  std::vector<Piece> debt;        ///< not yet begun to be paid
  Charge due;                     ///< that it pays
  Charge charge;                  ///< that it spends
  std::vector<Charge> cut_short;  ///< charges that an interrupt has ended before their time; the latest last
  Duration poll_cost{};           ///< of its last look at a polled source

  // While it spends.
  host::Stretch stretch = host::Stretch::work;
  Duration work{};
  Duration stolen{};
  bool is_spending = false;

  bool is_serving = false;         ///< a request
  std::optional<Services> reaped;  ///< who served the request that it has reaped last

  // While it is off the core.
  bool is_runnable = false;
  CoreId waits_for{};  ///< core in whose queue it is
  Instant ipi_under_way_until{};
  Cause cause;  ///< of its wake-up, or of the poke
};

}  // namespace kickpath::trace

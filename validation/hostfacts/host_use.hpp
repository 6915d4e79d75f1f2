#pragma once
#include <optional>
#include <span>
#include <sys/types.h>
#include <vector>

#include "hostfacts/host_files.hpp"
#include "time/ids.hpp"

/// Whether somebody else used the host while we measured: two snapshots, subtracted.
namespace kickpath::hostfacts {

/// CPU time since boot, in seconds, as /proc/stat counts it.
struct CpuTimes {
  double busy = 0;   ///< user, nice, system, irq, softirq; guests are in user already
  double idle = 0;   ///< and iowait
  double steal = 0;  ///< the hypervisor below ran somebody else
};

struct CoreTimes {
  CoreId id;
  CpuTimes times;
};

/// /proc/stat has a grain of 1 / USER_HZ (10 ms) per core, so an interval should last a second: over one of
/// 0.2 s the grain of two cores alone is a tenth of a core.
struct HostUse {
  double at = 0;   ///< CLOCK_MONOTONIC, seconds
  double own = 0;  ///< CPU time of this process, all threads, seconds; accounted as `total` is
  CpuTimes total;
  std::vector<CoreTimes> cores;  ///< those online
};

/// Now; unknown if /proc/stat does not say. `ours`: other processes whose use is our own, too; they are
/// there.
std::optional<HostUse> take_host_use(const HostFiles& files, std::span<const pid_t> ours = {});

/// What others did between two snapshots.
struct ForeignLoad {
  double foreign = 0;  ///< cores: seconds of their CPU time a second; accounting errors make it negative
  double steal = 0;    ///< share of all CPU time, in [0, 1]
};

/// `end` is later than `begin`; unknown if no time went by.
std::optional<ForeignLoad> foreign_load(const HostUse& begin, const HostUse& end);

/// How busy one core was, by whomever, in [0, 1]: all but its idle time, which is exact where the tick stops
/// on idle cores (NO_HZ). Unknown if it was not online at both times.
std::optional<double> core_busy(const HostUse& begin, const HostUse& end, CoreId core);

/// design.md section 4: foreign load of -0.05 to +0.05 of a core, or of -0.15 to +0.12 where vcpus halt, and
/// steal of 1 % at most.
bool is_quiet(const ForeignLoad& load, bool do_vcpus_halt);

}  // namespace kickpath::hostfacts

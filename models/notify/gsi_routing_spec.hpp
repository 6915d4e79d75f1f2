#pragma once
#include <cstdint>

/// How a VM's GSI routing table is read and renewed.
namespace kickpath::notify {

enum class GracePeriodKind : std::uint8_t {
  rcu,  ///< before Linux 3.16
  srcu  ///< since
};

struct RcuSpec {
  std::uint32_t first_fqs = 1;  ///< ticks until idle cores are asked (jiffies_till_first_fqs): 1 at HZ <= 250
                                ///< from Linux 3.11, 3 before (RCU_JIFFIES_TILL_FORCE_QS; from memory)
  bool has_others = false;  ///< RCU is never idle: the host's other users begin the next grace period at once
};

struct GsiRoutingSpec {
  GracePeriodKind grace_period = GracePeriodKind::srcu;
  RcuSpec rcu;
};

}  // namespace kickpath::notify

#include "host/policy/eevdf_rules.hpp"

#include <array>

namespace kickpath::host {

using namespace literals;

// Sources: features 6.12: Linux v6.12 kernel/sched/features.h, fair.c; protection and expiry of 6.18: v6.17
// fair.c set_protect_slice, update_curr; 700 us from 6.15; yield: commit 79104becf42b, in 6.18's stable
// updates.
std::span<const EevdfRules> eevdf_versions() {
  static constexpr std::array<EevdfRules, 3> table = {{
      {.version = "6.6",
       .base_slice = 750_us,
       .has_delayed_dequeue = false,
       .keeps_relative_deadline = false,
       .has_custom_slices = false,
       .protects_to_shortest_slice = false,
       .short_wakee = ShortWakee::waits,
       .expiry = Expiry::slice_end,
       .yield_forfeits = false},
      {.version = "6.12",
       .base_slice = 750_us,
       .has_delayed_dequeue = true,
       .keeps_relative_deadline = true,
       .has_custom_slices = true,
       .protects_to_shortest_slice = false,
       .short_wakee = ShortWakee::may_end_it,
       .expiry = Expiry::slice_end_or_unprotected_behind,
       .yield_forfeits = false},
      {.version = "6.18",
       .base_slice = 700_us,
       .has_delayed_dequeue = true,
       .keeps_relative_deadline = true,
       .has_custom_slices = true,
       .protects_to_shortest_slice = true,
       .short_wakee = ShortWakee::always_competes,
       .expiry = Expiry::slice_end_or_unprotected,
       .yield_forfeits = true},
  }};
  return table;
}

}  // namespace kickpath::host

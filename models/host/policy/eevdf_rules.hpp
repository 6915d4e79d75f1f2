#pragma once
#include <span>
#include <string_view>

#include "time/duration.hpp"

/// What differs between the versions of EEVDF, as facts. Long-term kernels with their stable updates where a
/// line says so, else the first release of that version.
namespace kickpath::host {

/// What a wakee with a shorter slice than the running entity's does to the protection of the latter.
enum class ShortWakee {
  waits,           ///< nothing: slices are equal
  may_end_it,      ///< ends it if the wakee is eligible and has the earlier deadline, or the running one is
                   ///< ineligible
  always_competes  ///< is compared as if there were none; if it loses, the protection is cut to the shortest
                   ///< slice
};

/// When charging the running entity shows that another one should be picked.
enum class Expiry {
  slice_end,                        ///< the slice is consumed
  slice_end_or_unprotected_behind,  ///< or protection was taken away, and it has become ineligible
  slice_end_or_unprotected          ///< or protection is over
};

struct EevdfRules {
  std::string_view version;
  Duration base_slice;              ///< on one core; times tunable_factor
  bool has_delayed_dequeue;         ///< DELAY_DEQUEUE, DELAY_ZERO
  bool keeps_relative_deadline;     ///< PLACE_REL_DEADLINE: a migration does not renew the deadline
  bool has_custom_slices;           ///< sched_setattr's sched_runtime
  bool protects_to_shortest_slice;  ///< run to parity lasts min(deadline, v + shortest queued slice), else
                                    ///< the slice
  ShortWakee short_wakee;
  Expiry expiry;
  bool
      yield_forfeits;  ///< an eligible one that yields moves to its deadline; else the deadline only moves on
};

std::span<const EevdfRules> eevdf_versions();

}  // namespace kickpath::host

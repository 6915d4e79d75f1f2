#pragma once
#include "time/duration.hpp"

namespace kickpath::host {

/// A long way through the kernel, and what it offers on the way; 0: nothing of the kind.
struct SystemCallSpec {
  Duration length{};
  Duration cond_resched{};  ///< between two offers
  Duration might_sleep{};
};

}  // namespace kickpath::host

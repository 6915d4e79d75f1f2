#pragma once
#include <cstddef>
#include <span>
#include <string_view>

#include "tracefiles/event_kind.hpp"
#include "tracefiles/step.hpp"

namespace kickpath::tracefiles {

/// A phase is the time between two steps of one thread, with nothing in between that would spoil it.
struct Phase {
  std::string_view name;
  Role role;                          ///< of the thread
  Steps from;                         ///< begins at any of these, and anew if one comes again
  Steps to;                           ///< ends at any of these
  Steps spoiled_by;                   ///< gives no sample if one of these lies in between
  EventKinds begins_with, ends_with;  ///< which events can be those steps
};

/// All phases, in the order of a kick's life.
std::span<const Phase> phases();

}  // namespace kickpath::tracefiles

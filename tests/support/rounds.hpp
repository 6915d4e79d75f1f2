#pragma once

/// How much of a property test is done: all of it, or a tenth under sanitizers, which make it some ten times
/// as slow.
namespace kickpath::testing {

#ifdef KICKPATH_SANITIZED
constexpr int sanitized_share = 10;
#else
constexpr int sanitized_share = 1;
#endif

/// Of so many repetitions, at least one.
constexpr int rounds(int all) { return all > sanitized_share ? all / sanitized_share : 1; }

}  // namespace kickpath::testing

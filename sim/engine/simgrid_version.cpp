#include "engine/simgrid_version.hpp"

// The second header needs the macros of the first.
// clang-format off
#include <xbt/base.h>
#include <simgrid/version.h>
// clang-format on

namespace kickpath::engine {

std::string simgrid_version() {
  int major = 0;
  int minor = 0;
  int patch = 0;
  sg_version_get(&major, &minor, &patch);
  return std::to_string(major)
      .append(".")
      .append(std::to_string(minor))
      .append(".")
      .append(std::to_string(patch));
}

}  // namespace kickpath::engine

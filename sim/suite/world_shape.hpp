#pragma once
#include "config/choices.hpp"
#include "suite/suite_spec.hpp"
#include "suite/words.hpp"

namespace kickpath::suite {

/// The world that rows are measured in, as suites and stored measurements name it.
inline config::Shape<World> world_shape() {
  return config::one_of<World>(
      {{std::string{word(World::kvm)}, World::kvm}, {std::string{word(World::qemu)}, World::qemu}});
}

}  // namespace kickpath::suite

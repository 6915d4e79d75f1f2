#pragma once
#include <string>

namespace kickpath::importing {

/// Defaults of virtio-blk that QEMU keeps for machine types of old (hw/core/machine.c, hw_compat_4_2 and
/// hw_compat_5_1).
struct BlkDefaults {
  bool has_queue_per_vcpu = true;  ///< num-queues, since 5.2; one before
  unsigned queue_size = 256;       ///< since 5.0; 128 before
};

/// By the version in `machine`: "pc-q35-8.2", "pc-i440fx-rhel7.6.0", "pc-q35-focal". Without one, today's.
BlkDefaults blk_defaults_of(const std::string& machine);

}  // namespace kickpath::importing

#pragma once
#include "importing/qemu_guest.hpp"

namespace kickpath::importing {

/// What stands behind a disk: by -drive or by a chain of -blockdev.
Disk storage_of(const Settings& drive, const QemuParts& parts, Findings& findings);

/// The -drive of this id, or the -blockdev of this node-name; nullptr where there is none.
const Settings* find_storage(const std::string& name, const QemuParts& parts);

}  // namespace kickpath::importing

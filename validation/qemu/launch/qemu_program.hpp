#pragma once
#include <string>

namespace kickpath::qemu {

/// The QEMU of this machine.
struct QemuProgram {
  std::string path;
  std::string version;  ///< "7.2.22"
};

/// The first qemu-system-x86_64 of PATH. Throws vmm::MachineCannot where there is none, or one that does not
/// run.
QemuProgram find_qemu();

/// Of what `--version` prints; empty where it is nothing of QEMU's.
std::string version_in(const std::string& text);

}  // namespace kickpath::qemu

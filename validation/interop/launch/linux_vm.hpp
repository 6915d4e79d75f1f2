#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace kickpath::interop {

/// A Linux kernel and the modules of its virtio-blk driver, in the order in which they are loaded.
struct LinuxKernel {
  std::filesystem::path image;
  std::vector<std::filesystem::path> modules;
};

/// In a folder that holds an unpacked Debian package linux-image-*; throws what is missing.
LinuxKernel find_kernel(const std::filesystem::path& root);

struct LinuxCheck {
  std::string qemu;  ///< path of the program
  LinuxKernel kernel;
  std::filesystem::path init;     ///< the program of validation/interop/linux
  std::vector<std::string> disk;  ///< QEMU's words
  std::uint64_t requests = 0;
  std::uint64_t seed = 1;
};

/// What init says of the disk.
struct LinuxFindings {
  std::uint64_t reads = 0, writes = 0, flushes = 0;
  std::uint64_t failed = 0;       ///< requests that Linux reports as failed
  std::uint64_t bad_sectors = 0;  ///< read and not what was written last
  std::uint64_t digest = 0;
};

/// Boots Linux without KVM, which has not all instructions of its kernel here, and lets it check the disk.
/// Throws with the end of the console when it does not come to a result in time.
LinuxFindings check_on_linux(const LinuxCheck& check, std::chrono::seconds patience);

/// Of a console's text; throws std::runtime_error with it when there are none.
LinuxFindings findings_in(const std::string& console);

}  // namespace kickpath::interop

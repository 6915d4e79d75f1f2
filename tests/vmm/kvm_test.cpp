#include "vmm/kvm.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

using kickpath::vmm::kvm_missing;

namespace {

/// An empty file that nobody may open, but for root.
struct ClosedFile {
  ClosedFile() {
    const int fd = mkstemp(path.data());
    if (fd < 0) throw std::runtime_error("no scratch file");
    close(fd);
    chmod(path.c_str(), 0);
  }
  ~ClosedFile() { std::remove(path.c_str()); }
  ClosedFile(const ClosedFile&) = delete;
  ClosedFile& operator=(const ClosedFile&) = delete;

  std::string path = std::filesystem::temp_directory_path() / "kickpath-closed-XXXXXX";
};

/// Lets this thread open files as nobody for a while, and not as root.
struct AsNobody {
  AsNobody() : before(setfsuid(65534)) {}
  ~AsNobody() { setfsuid(static_cast<uid_t>(before)); }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;
  int before;
};

bool may_open(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (fd >= 0) close(fd);
  return fd >= 0;
}

}  // namespace

TEST_CASE("Where the device does not exist, the kernel has no KVM") {
  CHECK(kvm_missing("/dev/kickpath-does-not-exist") ==
        "/dev/kickpath-does-not-exist does not exist: this kernel has no KVM, or its module is not loaded");
}

TEST_CASE("A device that is no KVM says so with the kernel's reason") {
  CHECK(kvm_missing("/dev/null") == "/dev/null is no KVM: Inappropriate ioctl for device");
}

TEST_CASE("A device that may not be opened wants another user or group") {
  const ClosedFile file;
  const AsNobody nobody;
  if (may_open(file.path)) {
    WARN("skipped: this user may open every file, as root in a namespace without `nobody`");
    return;
  }
  CHECK(kvm_missing(file.path) == "no permission to open " + file.path + ": be root, or in its group (kvm)");
}

TEST_CASE("Another reason is told as the kernel tells it") {
  CHECK(kvm_missing("/") == "/ cannot be opened: Is a directory");
}

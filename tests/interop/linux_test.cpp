// A foreign driver against our device: Linux's virtio-blk, emulated, behind QEMU's vhost-user-blk.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "integrity/disk_image.hpp"
#include "interop/combination.hpp"
#include "interop/disks.hpp"
#include "interop/linux_vm.hpp"
#include "qemu/qemu_program.hpp"
#include "temporary_folder.hpp"

using namespace kickpath;
using namespace kickpath::interop;

namespace {

constexpr std::uint32_t sectors = 32768;
constexpr std::uint16_t queue_size = 128;
constexpr std::uint64_t seed = 2026;

std::uint64_t requests() {
  const char* const asked = std::getenv("KICKPATH_INTEROP_REQUESTS");
  return asked == nullptr ? 20'000 : std::strtoull(asked, nullptr, 10);
}

}  // namespace

TEST_CASE(
    "Linux's driver on our device, behind QEMU's vhost-user-blk: no request fails, and the data are equal") {
  const LinuxKernel kernel = find_kernel(std::getenv("KICKPATH_INTEROP_LINUX"));
  const std::string qemu = qemu::find_qemu().path;
  fmt::print("Linux's driver, our device behind QEMU's vhost-user-blk-pci: {}\n",
             kernel.image.filename().string());
  for (const Combination& c : driver_combinations()) {
    CAPTURE(name_of(c));
    const TemporaryFolder folder;
    ServedDisk disk(folder.path / "socket", sectors);
    integrity::fill_image(disk.bytes());
    const auto begun = std::chrono::steady_clock::now();
    const LinuxFindings found =
        check_on_linux({qemu, kernel, KICKPATH_INTEROP_INIT, disk.words_for(c, queue_size), requests(), seed},
                       std::chrono::seconds(600 + requests() / 200));
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begun;
    const vhost_user::Session& session = disk.wait();
    const integrity::ImageState state = integrity::examine_image(disk.bytes());
    const bool is_equal = state.bad_sectors == 0 && state.digest == found.digest;
    REQUIRE(!session.rings.empty());
    const vhost_user::RingUse& ring = session.rings.back();
    fmt::print(
        "{:<38} {:>9} reads {:>9} writes {:>6} flushes, failed {}, bad sectors {}, {:>5.1f} s with boot, "
        "data {}; ring: {} "
        "requests, {} kicks, {} interrupts\n",
        name_of(c), found.reads, found.writes, found.flushes, found.failed, found.bad_sectors, time.count(),
        is_equal ? "equal" : "DIFFERENT", ring.requests, ring.kicks, ring.interrupts);
    std::fflush(stdout);
    CHECK(found.failed == 0);
    CHECK(found.bad_sectors == 0);
    CHECK(is_equal);
    CHECK(found.reads + found.writes == requests());
    CHECK(session.errors.empty());
    CHECK(ring.error == virtqueue::DeviceError::none);
    CHECK(ring.is_packed == (c.layout == device::Layout::packed));
    CHECK((ring.suppression == virtqueue::Suppression::event_idx) ==
          (c.suppression == virtqueue::Suppression::event_idx));
  }
}

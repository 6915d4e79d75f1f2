// Our driver against QEMU's device, and our device behind QEMU's vhost-user: what either misunderstands of
// VirtIO shows as a request that is lost, or as data that differ.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "integrity/disk_image.hpp"
#include "interop/check_vm.hpp"
#include "interop/disks.hpp"
#include "interop/monitor.hpp"
#include "qemu/qemu_program.hpp"
#include "temporary_folder.hpp"
#include "vhost_user/features.hpp"

using namespace kickpath;
using namespace kickpath::interop;
using Seconds = std::chrono::duration<double>;

namespace {

constexpr std::uint64_t seed = 2026;

std::uint64_t requests() {
  const char* const asked = std::getenv("KICKPATH_INTEROP_REQUESTS");
  return asked == nullptr ? 20'000 : std::strtoull(asked, nullptr, 10);
}

/// Nothing that works comes near it, even where others have the cores.
std::chrono::seconds patience() { return std::chrono::seconds(600 + requests() / 200); }

void print_head(const char* title) {
  fmt::print("{}\n{:<36} {:>9} {:>9} {:>9} {:>8} {:>8} {:>9} {:>9} {:>6} {:>5}  {}\n", title, "combination",
             "requests", "reads", "writes", "flushes", "full", "kicks", "waits", "errors", "s", "data");
  std::fflush(stdout);
}

void print_row(const Combination& c, const integrity::Findings& found, bool is_equal, Seconds time) {
  fmt::print("{:<36} {:>9} {:>9} {:>9} {:>8} {:>8} {:>9} {:>9} {:>6} {:>5.1f}  {}\n", name_of(c),
             found.reads + found.writes + found.flushes, found.reads, found.writes, found.flushes,
             found.ring_full, found.kicks, found.waits, found.errors(), time.count(),
             is_equal ? "equal" : "DIFFERENT");
  std::fflush(stdout);
}

/// Each combination on a VM whose disk is `disk`.
template <class Disk>
void check_all(const CheckVmSpec& spec, CheckVm& vm, Disk& disk, const std::vector<Combination>& combinations,
               std::uint64_t count) {
  for (const Combination& c : combinations) {
    CAPTURE(name_of(c));
    integrity::fill_image(disk.bytes());
    const auto begun = std::chrono::steady_clock::now();
    const integrity::Findings found = vm.check(c, count, seed, patience());
    const Seconds time = std::chrono::steady_clock::now() - begun;
    const integrity::ImageState state = integrity::examine_image(disk.bytes());
    const bool is_equal = state.bad_sectors == 0 && state.digest == found.digest;
    print_row(c, found, is_equal, time);
    CAPTURE(found.bad_status, found.bad_length, found.bad_sectors, found.overruns, found.has_ended);
    CHECK(found.errors() == 0);
    CHECK(is_equal);
    // Random ones, and the whole disk by 8 sectors.
    CHECK(found.reads + found.writes + found.flushes == count + spec.sectors / 8);
  }
}

}  // namespace

TEST_CASE("Our driver against QEMU's virtio-blk: no request is lost, and the data are equal") {
  const TemporaryFolder folder;
  CheckVmSpec spec;
  FileDisk disk(folder.path / "disk", spec.sectors);
  spec.qemu = qemu::find_qemu().path;
  spec.disk = disk.words(spec.queue_size);
  CheckVm vm(spec);
  print_head("our driver, QEMU's virtio-blk-pci on a file");
  check_all(spec, vm, disk, all_combinations(), requests());
}

TEST_CASE("Our driver against libvhost-user's device: no request is lost, and the data are equal") {
  const std::string daemon = "/usr/bin/qemu-storage-daemon";
  if (!std::filesystem::exists(daemon)) {
    WARN("skipped: there is no " << daemon);
    return;
  }
  const TemporaryFolder folder;
  CheckVmSpec spec;
  DaemonDisk disk(daemon, folder.path, spec.sectors);
  spec.qemu = qemu::find_qemu().path;
  spec.disk = disk.words(spec.queue_size);
  CheckVm vm(spec);
  print_head("our driver, qemu-storage-daemon's vhost-user-blk (libvhost-user)");
  std::vector<Combination> split = all_combinations();
  std::erase_if(split, [](const Combination& c) { return c.layout == device::Layout::packed; });
  check_all(spec, vm, disk, split, requests());
}

TEST_CASE("Our device behind QEMU's vhost-user-blk: no request is lost, and the data are equal") {
  const TemporaryFolder folder;
  CheckVmSpec spec;
  ServedDisk disk(folder.path / "socket", spec.sectors);
  spec.qemu = qemu::find_qemu().path;
  spec.disk = disk.words(spec.queue_size);
  {
    CheckVm vm(spec);
    print_head("our device, behind QEMU's vhost-user-blk-pci");
    check_all(spec, vm, disk, all_combinations(), requests());
  }
  const vhost_user::Session& session = disk.wait();
  CHECK(session.errors.empty());
  // The firmware's driver was here, too; then one ring for each check, as agreed.
  const auto combinations = all_combinations();
  REQUIRE(session.rings.size() >= combinations.size());
  const std::size_t before = session.rings.size() - combinations.size();
  fmt::print("rings that the firmware's driver had started: {}\n", before);
  for (std::size_t i = 0; i < combinations.size(); ++i) {
    const vhost_user::RingUse& ring = session.rings[before + i];
    const Combination& c = combinations[i];
    CAPTURE(name_of(c));
    fmt::print("{:<38} {:>9} served, {} kicks, {} interrupts\n", name_of(c), ring.requests, ring.kicks,
               ring.interrupts);
    CHECK(ring.is_packed == (c.layout == device::Layout::packed));
    CHECK((ring.suppression == virtqueue::Suppression::event_idx) ==
          (c.suppression == virtqueue::Suppression::event_idx));
    CHECK(ring.size == spec.queue_size);
    CHECK(ring.requests == requests() + spec.sectors / 8);
    CHECK(ring.error == virtqueue::DeviceError::none);
    CHECK(ring.kicks > 0);
    // With event_idx silence is an event that lies behind, which comes round once in 2^16 entries.
    if (c.polls) CHECK(ring.interrupts <= 1 + ring.requests / 65536);
    if (!c.polls) CHECK(ring.interrupts > 0);
  }
}

TEST_CASE("A sector that is not as it must be is seen by the guest, with what it found there") {
  const TemporaryFolder folder;
  CheckVmSpec spec;
  FileDisk disk(folder.path / "disk", spec.sectors);
  spec.qemu = qemu::find_qemu().path;
  spec.disk = disk.words(spec.queue_size);
  integrity::fill_image(disk.bytes());
  disk.bytes()[77 * integrity::sector_bytes + 8 * 5] ^= std::byte{1};  // in its word 5
  CheckVm vm(spec);
  const integrity::Findings found = vm.check({}, 0, seed, patience());
  CHECK(found.errors() == 1);
  CHECK(found.bad_sectors == 1);
  CHECK(found.first_wrong.expected == integrity::name_of(77, 0));
  CHECK(found.first_wrong.found == integrity::name_of(77, 0));  // it is that sector, but not whole
  CHECK(found.first_wrong.word == 5);
}

// 32 requests of up to 7 descriptors in a ring of 16: it is full most of the time, and goes round often.
TEST_CASE("A small ring that is mostly full loses nothing, on either side's device") {
  const TemporaryFolder folder;
  CheckVmSpec spec;
  spec.queue_size = 16;
  spec.qemu = qemu::find_qemu().path;
  FileDisk file(folder.path / "disk", spec.sectors);
  ServedDisk served(folder.path / "socket", spec.sectors);
  const auto check = [&](auto& disk, const char* title) {
    spec.disk = disk.words(spec.queue_size);
    CheckVm vm(spec);
    print_head(title);
    check_all(spec, vm, disk, all_combinations(), std::min<std::uint64_t>(requests(), 20'000));
  };
  check(file, "our driver, QEMU's virtio-blk-pci on a file, 16 descriptors");
  check(served, "our device, behind QEMU's vhost-user-blk-pci, 16 descriptors");
}

// QEMU stops the backend's rings with the VM (GET_VRING_BASE), and starts them where they were.
TEST_CASE("A VM that is stopped and goes on, again and again, loses nothing on our device") {
  const TemporaryFolder folder;
  CheckVmSpec spec;
  ServedDisk disk(folder.path / "socket", spec.sectors);
  Monitor monitor(folder.path / "monitor");
  spec.qemu = qemu::find_qemu().path;
  spec.disk = disk.words(spec.queue_size);
  for (const std::string& word : monitor.words()) spec.disk.push_back(word);
  constexpr std::size_t stops_wanted = 20;
  std::size_t checks = 0, stops = 0;
  {
    CheckVm vm(spec);
    for (const device::Layout layout : {device::Layout::split, device::Layout::packed})
      for (const auto suppression : {virtqueue::Suppression::flags, virtqueue::Suppression::event_idx}) {
        const Combination c{layout, suppression, true, false};
        CAPTURE(name_of(c));
        integrity::fill_image(disk.bytes());
        std::size_t left = stops_wanted;
        const integrity::Findings found = vm.check(c, 200'000, seed, patience(), [&] {
          if (left == 0) return;
          monitor.say("stop");
          monitor.say("cont");
          --left;
          ++stops;
        });
        ++checks;
        const integrity::ImageState state = integrity::examine_image(disk.bytes());
        CHECK(found.errors() == 0);
        CHECK(state.bad_sectors == 0);
        CHECK(state.digest == found.digest);
        CHECK(left == 0);
      }
  }
  const vhost_user::Session& session = disk.wait();
  CHECK(session.errors.empty());
  // Each check starts the ring once, and each stop once more, if it did not come before the first or after
  // the last request.
  CHECK(session.rings.size() > checks + stops / 2);
}

#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "integrity/plan.hpp"
#include "interop/combination.hpp"
#include "interop_block/check_block.hpp"
#include "qemu/memory_file.hpp"
#include "qemu/qemu_plan.hpp"
#include "qemu/qemu_process.hpp"
#include "vmm/guest_ram.hpp"

namespace kickpath::interop {

/// What is the same in all checks of a VM.
struct CheckVmSpec {
  std::string qemu;                ///< path of the program
  std::vector<std::string> disk;   ///< QEMU's words for the disk and its device, which is in qemu::first_slot
  std::uint16_t queue_size = 128;  ///< descriptors
  std::uint32_t in_flight = 32;
  std::uint32_t sectors = 32768;
};

/// A VM of QEMU with one vcpu and one disk, booted once, which checks the disk's data as often as asked.
class CheckVm {
 public:
  /// Boots it; throws when that fails or takes too long.
  explicit CheckVm(const CheckVmSpec& spec);

  /// The disk must be as integrity::fill_image leaves it. Throws when QEMU or the payload ends, when the
  /// device cannot be set up, or when the check is not over in time: then a request or a notification was
  /// lost.
  /// `meanwhile` is called again and again.
  integrity::Findings check(
      const Combination& combination, std::uint64_t requests, std::uint64_t seed,
      std::chrono::seconds patience, const std::function<void()>& meanwhile = [] {});

 private:
  struct Areas {
    std::uint64_t ring = 0, generations = 0, driver_slots = 0, places = 0, free = 0, requests = 0;
  };

  void plan_memory();
  void write_memory();
  void write_job(const Combination& combination, std::uint64_t requests, std::uint64_t seed);
  template <class IsDone>
  void wait_until(const IsDone& is_done, const std::string& what, std::chrono::seconds patience);
  void look_for_faults();
  qemu_protocol::BootBlock& boot() const;
  CheckBlock& block() const;

  CheckVmSpec spec_;
  vm::VmSpec vm_;
  qemu::QemuPlan plan_;
  Areas areas_;
  std::unique_ptr<qemu::MemoryFile> memory_;
  qemu::MemoryFile faults_;
  std::unique_ptr<vmm::GuestRam> ram_;
  std::unique_ptr<qemu::QemuProcess> process_;
};

}  // namespace kickpath::interop

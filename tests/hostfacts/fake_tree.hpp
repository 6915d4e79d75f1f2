#pragma once
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "hostfacts/host_files.hpp"

namespace kickpath::hostfacts::testing {

/// A /proc and /sys of its own, gone with this object.
class FakeTree {
 public:
  FakeTree() : root_((std::filesystem::temp_directory_path() / "kickpath-host-XXXXXX").string()) {
    if (mkdtemp(root_.data()) == nullptr) throw std::runtime_error("no scratch folder");
  }
  ~FakeTree() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  FakeTree(const FakeTree&) = delete;
  FakeTree& operator=(const FakeTree&) = delete;

  FakeTree& put(const std::string& path, const std::string& text) {
    const auto file = std::filesystem::path(root_) / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return *this;
  }

  HostFiles files() const { return HostFiles(root_); }

 private:
  std::string root_;
};

/// A host that tells everything.
inline void fill(FakeTree& tree) {
  const std::string cpu = "sys/devices/system/cpu/";
  tree.put("proc/cpuinfo",
           "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R) CPU X5570\n"
           "microcode\t: 0x1d\nflags\t\t: fpu constant_tsc nonstop_tsc hypervisor\n\n"
           "processor\t: 1\nmodel name\t: another\n")
      .put("proc/sys/kernel/osrelease", "6.12.3-arch1\n")
      .put("proc/version", "Linux version 6.12.3-arch1 (a@b) #1 SMP PREEMPT_DYNAMIC Mon\n")
      .put("sys/kernel/debug/sched/preempt", "none (voluntary) full lazy \n")
      .put(cpu + "online", "0-3,6\n")
      .put(cpu + "smt/active", "1\n")
      .put(cpu + "cpu0/tsc_freq_khz", "2926000\n")
      .put(cpu + "cpuidle/current_driver", "intel_idle\n")
      .put(cpu + "cpuidle/current_governor_ro", "menu\n")
      .put(cpu + "cpu0/cpuidle/state0/name", "POLL\n")
      .put(cpu + "cpu0/cpuidle/state0/latency", "0\n")
      .put(cpu + "cpu0/cpuidle/state0/disable", "0\n")
      .put(cpu + "cpu0/cpuidle/state1/name", "C6\n")
      .put(cpu + "cpu0/cpuidle/state1/latency", "133\n")
      .put(cpu + "cpu0/cpuidle/state1/disable", "1\n")
      .put(cpu + "vulnerabilities/meltdown", "Mitigation: PTI\n")
      .put(cpu + "vulnerabilities/l1tf", "Not affected\n")
      .put("sys/module/haltpoll/parameters/guest_halt_poll_ns", "200000\n")
      .put("sys/module/kvm/parameters/halt_poll_ns", "200000\n")
      .put("sys/module/kvm_intel/parameters/enable_apicv", "Y\n")
      .put("sys/module/kvmalloc/parameters/none_of_kvm", "1\n")
      .put("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
}

}  // namespace kickpath::hostfacts::testing

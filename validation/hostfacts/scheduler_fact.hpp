#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hostfacts/host_files.hpp"

namespace kickpath::hostfacts {

struct KernelVersion {
  std::int64_t major = 0, minor = 0, patch = 0;
  friend constexpr auto operator<=>(const KernelVersion&, const KernelVersion&) = default;
};

/// "6.18.44-cloud-amd64" is {6, 18, 44}, "6.6-rc1" {6, 6, 0}; unknown if it does not begin with two numbers.
std::optional<KernelVersion> parse_kernel_version(std::string_view release);

/// The host's scheduler in the words of a scenario: host.scheduler.policy and .version.
struct SchedulerFact {
  std::string policy;
  std::string version;  ///< empty: no version of ours is meant
};

/// The newest of our policies and versions that is not newer than the kernel. "sched_ext", which no policy of
/// ours describes, while a BPF scheduler is loaded; nothing for an unknown kernel.
std::optional<SchedulerFact> scheduler_of(const HostFiles& files);

}  // namespace kickpath::hostfacts

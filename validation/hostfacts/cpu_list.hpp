#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include "hostfacts/host_files.hpp"
#include "time/ids.hpp"

/// Which host cores there are to use, and threads put on them. The kernel's "cpu" is our core: a logical
/// processor.
namespace kickpath::hostfacts {

/// The kernel's notation: "0-3,8,10-11"; unknown if it is not that, or names more than 65536 cores.
std::optional<std::vector<CoreId>> parse_cpu_list(std::string_view text);

/// The cores that thread `tid` may run on, ascending; 0 is the calling thread. Throws std::system_error.
std::vector<CoreId> allowed_cores(pid_t tid = 0);

/// The cores that share a physical one with `core`, itself included; none where the host does not say.
std::vector<CoreId> siblings_of(CoreId core, const HostFiles& files);

/// From now on thread `tid` (0: the calling one) runs on these cores only. Throws std::system_error, which
/// says which cores, when the host has none of them or the process may not use them.
void pin_thread(std::span<const CoreId> cores, pid_t tid = 0);
void pin_thread(CoreId core, pid_t tid = 0);

/// Pins the calling thread while it lives. Threads started meanwhile inherit the pinning, and so begin on the
/// right core.
class ScopedPin {
 public:
  explicit ScopedPin(CoreId core);
  ~ScopedPin();
  ScopedPin(const ScopedPin&) = delete;
  ScopedPin& operator=(const ScopedPin&) = delete;

 private:
  std::vector<CoreId> before_;
};

}  // namespace kickpath::hostfacts

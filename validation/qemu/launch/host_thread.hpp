#pragma once
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "vmm/thread.hpp"

/// Threads of another process: their names, places and accounts.
namespace kickpath::qemu {

struct HostThread {
  pid_t tid = 0;
  std::string name;  ///< as the process calls it
};

/// All of `process`, by tid; none once it is gone.
std::vector<HostThread> threads_of(pid_t process);

/// Run time and switches so far; nothing once the thread is gone.
std::optional<vmm::ThreadUse> use_of(pid_t process, pid_t tid);

/// Of "1234567 89 10", a thread's schedstat: the first figure, ns (Linux
/// Documentation/scheduler/sched-stats.rst).
std::optional<Duration> run_time_in(const std::string& schedstat);
/// Of a thread's status: voluntary and other switches.
std::optional<std::uint64_t> switches_in(const std::string& status);

/// Throws std::system_error.
void place(pid_t tid, const std::vector<unsigned>& cpus, int nice);

}  // namespace kickpath::qemu

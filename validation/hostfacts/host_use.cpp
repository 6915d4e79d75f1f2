#include "hostfacts/host_use.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <sstream>
#include <system_error>
#include <unistd.h>

namespace kickpath::hostfacts {

namespace {

double seconds(const timespec& t) {
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

double seconds_of(clockid_t clock) {
  timespec now{};
  if (clock_gettime(clock, &now) != 0)
    throw std::system_error(errno, std::generic_category(), "clock_gettime");
  return seconds(now);
}

// A process's CPUCLOCK_PROF (0: this one's), a clock as clock_getcpuclockid(3) composes them (Linux
// include/linux/posix-timers_types.h): utime and stime of all threads, vcpus and ended ones included, as the
// kernel accounts them, before getrusage(2) scales them to the exact run time (kernel/sched/cputime.c
// cputime_adjust).
constexpr clockid_t use_as_accounted(pid_t process) { return ~process << 3; }

/// user nice system idle iowait irq softirq steal (guest and guest_nice, if there, are in user and nice):
/// Documentation/filesystems/proc.rst 1.7. Kernels before 2.6.11 have fewer columns; we know none without
/// steal.
std::optional<CpuTimes> parse_times(std::istringstream& line) {
  std::array<double, 8> ticks{};
  for (double& value : ticks)
    if (!(line >> value) || value < 0) return std::nullopt;
  const auto [user, nice, system, idle, iowait, irq, softirq, steal] = ticks;
  const double user_hz = static_cast<double>(sysconf(_SC_CLK_TCK));
  return CpuTimes{(user + nice + system + irq + softirq) / user_hz, (idle + iowait) / user_hz,
                  steal / user_hz};
}

bool add_line(const std::string& text, HostUse& use, bool& has_total) {
  std::istringstream line(text);
  std::string label;
  line >> label;
  if (!label.starts_with("cpu")) return true;
  const auto times = parse_times(line);
  if (!times) return false;
  if (label == "cpu") {
    use.total = *times;
    has_total = true;
    return true;
  }
  const auto id = parse_number(std::string_view(label).substr(3));
  if (!id || *id < 0 || *id > UINT32_MAX) return false;
  use.cores.push_back({{static_cast<std::uint32_t>(*id)}, *times});
  return true;
}

CpuTimes operator-(const CpuTimes& a, const CpuTimes& b) {
  return {a.busy - b.busy, a.idle - b.idle, a.steal - b.steal};
}

double sum(const CpuTimes& t) { return t.busy + t.idle + t.steal; }

const CoreTimes* find(const HostUse& use, CoreId id) {
  for (const CoreTimes& core : use.cores)
    if (core.id == id) return &core;
  return nullptr;
}

}  // namespace

std::optional<HostUse> take_host_use(const HostFiles& files, std::span<const pid_t> ours) {
  HostUse use;
  use.at = seconds_of(CLOCK_MONOTONIC);
  use.own = seconds_of(use_as_accounted(0));
  for (const pid_t process : ours) use.own += seconds_of(use_as_accounted(process));
  std::istringstream lines(files.text("proc/stat").value_or(""));
  bool has_total = false;
  for (std::string line; std::getline(lines, line);)
    if (!add_line(line, use, has_total)) return std::nullopt;
  return has_total ? std::optional{std::move(use)} : std::nullopt;
}

std::optional<ForeignLoad> foreign_load(const HostUse& begin, const HostUse& end) {
  const CpuTimes passed = end.total - begin.total;
  const double elapsed = end.at - begin.at;
  if (elapsed <= 0 || sum(passed) <= 0) return std::nullopt;
  return ForeignLoad{(passed.busy - (end.own - begin.own)) / elapsed, passed.steal / sum(passed)};
}

std::optional<double> core_busy(const HostUse& begin, const HostUse& end, CoreId core) {
  const CoreTimes* before = find(begin, core);
  const CoreTimes* after = find(end, core);
  if (before == nullptr || after == nullptr) return std::nullopt;
  const CpuTimes passed = after->times - before->times;
  const double elapsed = end.at - begin.at;
  if (elapsed <= 0 || sum(passed) <= 0) return std::nullopt;
  return std::clamp(1 - (passed.idle + passed.steal) / elapsed, 0.0, 1.0);
}

bool is_quiet(const ForeignLoad& load, bool do_vcpus_halt) {
  const double least = do_vcpus_halt ? -0.15 : -0.05;
  const double most = do_vcpus_halt ? 0.12 : 0.05;
  return load.foreign >= least && load.foreign <= most && load.steal <= 0.01;
}

}  // namespace kickpath::hostfacts

#include "hostfacts/cpu_list.hpp"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <sched.h>
#include <system_error>

namespace kickpath::hostfacts {

namespace {

constexpr std::size_t most_cores = 65536;

/// A cpu_set_t of any size: hosts of more than 1024 cpus exist, and the kernel refuses a set that is too
/// small.
class CpuSet {
 public:
  explicit CpuSet(std::size_t cores)
      : cores_(cores), bytes_(CPU_ALLOC_SIZE(cores)),
        set_(CPU_ALLOC(cores), [](cpu_set_t* set) { CPU_FREE(set); }) {
    CPU_ZERO_S(bytes_, set_.get());
  }

  void add(CoreId core) { CPU_SET_S(core.value, bytes_, set_.get()); }
  bool read(pid_t tid) { return sched_getaffinity(tid, bytes_, set_.get()) == 0; }
  bool apply(pid_t tid) const { return sched_setaffinity(tid, bytes_, set_.get()) == 0; }

  std::vector<CoreId> cores() const {
    std::vector<CoreId> cores;
    for (std::uint32_t i = 0; i < cores_; ++i)
      if (CPU_ISSET_S(i, bytes_, set_.get())) cores.push_back({i});
    return cores;
  }

 private:
  std::size_t cores_;
  std::size_t bytes_;
  std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> set_;
};

std::optional<std::uint32_t> parse_core(std::string_view text) {
  const auto number = parse_number(text);
  if (!number || *number < 0 || *number >= static_cast<std::int64_t>(most_cores)) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

/// "8" or "0-3".
bool append_range(std::string_view range, std::vector<CoreId>& cores) {
  const auto dash = range.find('-');
  const auto first = parse_core(range.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : parse_core(range.substr(dash + 1));
  if (!first || !last || *first > *last) return false;
  for (std::uint32_t i = *first; i <= *last; ++i) cores.push_back({i});
  return cores.size() <= most_cores;
}

std::string shown(std::span<const CoreId> cores) {
  std::vector<std::uint32_t> numbers;
  for (const CoreId core : cores) numbers.push_back(core.value);
  return fmt::format("{} {}", cores.size() == 1 ? "core" : "cores", fmt::join(numbers, ", "));
}

[[noreturn]] void fail_to_pin(std::span<const CoreId> cores, int error) {
  throw std::system_error(error, std::generic_category(), "cannot pin a thread to " + shown(cores));
}

}  // namespace

std::optional<std::vector<CoreId>> parse_cpu_list(std::string_view text) {
  std::vector<CoreId> cores;
  for (std::string_view rest = trimmed(text); !rest.empty();) {
    const auto comma = rest.find(',');
    if (!append_range(rest.substr(0, comma), cores)) return std::nullopt;
    if (comma == std::string_view::npos) return cores;
    rest.remove_prefix(comma + 1);
  }
  return std::nullopt;
}

std::vector<CoreId> allowed_cores(pid_t tid) {
  for (std::size_t size = CPU_SETSIZE; size <= most_cores; size *= 2) {
    CpuSet set(size);
    if (set.read(tid)) return set.cores();
    if (errno != EINVAL) break;
  }
  throw std::system_error(errno, std::generic_category(), "cannot read which cores a thread may use");
}

std::vector<CoreId> siblings_of(CoreId core, const HostFiles& files) {
  const auto list =
      files.word(fmt::format("sys/devices/system/cpu/cpu{}/topology/thread_siblings_list", core.value));
  return parse_cpu_list(list.value_or("")).value_or(std::vector<CoreId>{});
}

void pin_thread(std::span<const CoreId> cores, pid_t tid) {
  std::uint32_t last = 0;
  for (const CoreId core : cores) last = std::max(last, core.value);
  if (cores.empty() || last >= most_cores) fail_to_pin(cores, EINVAL);
  CpuSet set(std::max<std::size_t>(last + 1, CPU_SETSIZE));
  for (const CoreId core : cores) set.add(core);
  if (!set.apply(tid)) fail_to_pin(cores, errno);
}

void pin_thread(CoreId core, pid_t tid) { pin_thread(std::span(&core, 1), tid); }

ScopedPin::ScopedPin(CoreId core) : before_(allowed_cores()) { pin_thread(core); }

ScopedPin::~ScopedPin() {
  try {
    pin_thread(before_);
  } catch (const std::system_error&) {
    // Somebody took the cores away meanwhile; then the pinning is not ours to undo.
  }
}

}  // namespace kickpath::hostfacts

#include "qemu/host_thread.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <sys/resource.h>

#include "hostfacts/cpu_list.hpp"
#include "vmm/system_call.hpp"

namespace kickpath::qemu {

namespace fs = std::filesystem;

namespace {

std::string file_text(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

fs::path folder_of(pid_t process) { return fmt::format("/proc/{}/task", process); }

}  // namespace

std::vector<HostThread> threads_of(pid_t process) {
  std::vector<HostThread> threads;
  std::error_code gone;
  for (fs::directory_iterator at(folder_of(process), gone), end; !gone && at != end; at.increment(gone)) {
    std::string name = file_text(at->path() / "comm");
    if (!name.empty() && name.back() == '\n') name.pop_back();
    threads.push_back({std::stoi(at->path().filename().string()), std::move(name)});
  }
  std::sort(threads.begin(), threads.end(), [](const auto& a, const auto& b) { return a.tid < b.tid; });
  return threads;
}

std::optional<Duration> run_time_in(const std::string& schedstat) {
  std::istringstream words(schedstat);
  std::int64_t ns = 0;
  if (!(words >> ns)) return std::nullopt;
  return Duration{std::chrono::nanoseconds(ns)};
}

std::optional<std::uint64_t> switches_in(const std::string& status) {
  std::istringstream words(status);
  std::optional<std::uint64_t> sum;
  std::uint64_t value = 0;
  for (std::string word; words >> word;)
    if (word == "voluntary_ctxt_switches:" || word == "nonvoluntary_ctxt_switches:")
      if (words >> value) sum = sum.value_or(0) + value;
  return sum;
}

std::optional<vmm::ThreadUse> use_of(pid_t process, pid_t tid) {
  const fs::path folder = folder_of(process) / std::to_string(tid);
  const auto time = run_time_in(file_text(folder / "schedstat"));
  const auto switches = switches_in(file_text(folder / "status"));
  if (!time || !switches) return std::nullopt;
  return vmm::ThreadUse{*time, *switches};
}

void place(pid_t tid, const std::vector<unsigned>& cpus, int nice) {
  std::vector<CoreId> cores;
  for (const unsigned cpu : cpus) cores.push_back(CoreId{cpu});
  hostfacts::pin_thread(cores, tid);
  if (nice != 0) vmm::checked(setpriority(PRIO_PROCESS, static_cast<id_t>(tid), nice), "setpriority");
}

}  // namespace kickpath::qemu

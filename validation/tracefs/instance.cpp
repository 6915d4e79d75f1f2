#include "tracefs/instance.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "tracefs/cpu_mask.hpp"

namespace kickpath::tracefs {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void missing(const fs::path& path, const char* what, int error) {
  const bool is_forbidden = error == EACCES || error == EPERM;
  throw Missing(fmt::format("{}: {}: {}{}", path.string(), what, std::strerror(error),
                            is_forbidden ? " (tracing needs root)" : ""));
}

/// Without O_CREAT: what the kernel does not have is not made up.
bool write_file(const fs::path& file, std::string_view value) {
  const int fd = open(file.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
  if (fd < 0) return false;
  const bool is_written = write(fd, value.data(), value.size()) == static_cast<ssize_t>(value.size());
  const int error = errno;
  close(fd);
  errno = error;
  return is_written;
}

/// "local [global] x86-tsc": the one in brackets counts.
std::vector<std::string> clocks_in(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> clocks;
  for (std::string word; in >> word;) {
    std::erase_if(word, [](char c) { return c == '[' || c == ']'; });
    clocks.push_back(word);
  }
  return clocks;
}

}  // namespace

Folders kernel_folders() {
  return {[](const fs::path& folder) { return mkdir(folder.c_str(), 0700) == 0; },
          [](const fs::path& folder) { return rmdir(folder.c_str()) == 0; }};
}

fs::path mount_point(const fs::path& root) {
  // Linux Documentation/trace/ftrace.rst: the second is where it was before 4.1.
  for (const char* place : {"sys/kernel/tracing", "sys/kernel/debug/tracing"}) {
    std::error_code error;
    if (fs::exists(root / place / "instances", error)) return root / place;
    if (error == std::errc::permission_denied) missing(root / place, "cannot be entered", EACCES);
  }
  throw Missing(
      "tracefs is not mounted (`mount -t tracefs nodev /sys/kernel/tracing`, as root), or this kernel has no "
      "tracing");
}

Instance::Instance(const fs::path& tracing, const std::string& name, Folders folders)
    : folder_(tracing / "instances" / name), folders_(std::move(folders)) {
  if (!folders_.make(folder_)) {
    if (errno == EEXIST)
      throw Missing(fmt::format("{} is left of a run that was killed: rmdir it", folder_.string()));
    missing(folder_, "no tracefs instance can be made", errno);
  }
  try {
    off();  // a new instance records at once whatever is enabled
  } catch (...) {
    folders_.remove(folder_);
    throw;
  }
}

// The kernel disables the events of an instance that goes (trace_array_put, event_trace_del_tracer).
Instance::~Instance() {
  write_file(folder_ / "tracing_on", "0");
  if (!folders_.remove(folder_))
    fmt::print(stderr, "note: {} stays behind: {}\n", folder_.string(), std::strerror(errno));
}

void Instance::set(const fs::path& file, std::string_view value) const {
  if (!write_file(folder_ / file, value)) missing(folder_ / file, "cannot be set", errno);
}

std::string Instance::choose_clock(const std::vector<std::string>& wanted) {
  const std::vector<std::string> known = clocks_in(folder_ / "trace_clock");
  for (const std::string& clock : wanted) {
    if (std::find(known.begin(), known.end(), clock) == known.end()) continue;
    set("trace_clock", clock);
    return clock;
  }
  throw Missing(fmt::format("{}: none of the clocks that are wanted", (folder_ / "trace_clock").string()));
}

void Instance::record_cpus(const std::vector<unsigned>& cpus, std::uint64_t kib_each) {
  set("tracing_cpumask", cpu_mask(cpus));
  for (const unsigned cpu : cpus)
    set(fmt::format("per_cpu/cpu{}/buffer_size_kb", cpu), std::to_string(kib_each));
}

bool Instance::enable(std::string_view system, std::string_view event) {
  const fs::path file = fs::path("events") / system / event / "enable";
  std::error_code ignored;
  if (!fs::exists(folder_ / file, ignored)) return false;
  set(file, "1");
  return true;
}

}  // namespace kickpath::tracefs

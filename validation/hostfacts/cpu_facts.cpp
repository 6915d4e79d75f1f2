#include "hostfacts/cpu_facts.hpp"

#include <sstream>
#include <string_view>

#include "hostfacts/cpu_list.hpp"

namespace kickpath::hostfacts {

namespace {

/// The value of the first line "key   : value".
std::optional<std::string> value_of(const std::string& cpuinfo, std::string_view key) {
  std::istringstream lines(cpuinfo);
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(':');
    if (colon == std::string::npos || trimmed(std::string_view(line).substr(0, colon)) != key) continue;
    std::string value{trimmed(std::string_view(line).substr(colon + 1))};
    return value.empty() ? std::nullopt : std::optional{std::move(value)};
  }
  return std::nullopt;
}

std::optional<bool> has_flag(const std::optional<std::string>& flags, std::string_view wanted) {
  if (!flags) return std::nullopt;
  std::istringstream words(*flags);
  for (std::string flag; words >> flag;)
    if (flag == wanted) return true;
  return false;
}

std::optional<bool> both(std::optional<bool> a, std::optional<bool> b) {
  return a && b ? std::optional{*a && *b} : std::nullopt;
}

std::optional<std::int64_t> count_online(const HostFiles& files) {
  const auto list = files.word("sys/devices/system/cpu/online");
  const auto cores = list ? parse_cpu_list(*list) : std::nullopt;
  return cores ? std::optional{static_cast<std::int64_t>(cores->size())} : std::nullopt;
}

std::optional<bool> is_smt_active(const HostFiles& files) {
  const auto active = files.number("sys/devices/system/cpu/smt/active");
  return active ? std::optional{*active != 0} : std::nullopt;
}

}  // namespace

CpuFacts read_cpu_facts(const HostFiles& files) {
  const std::string cpuinfo = files.text("proc/cpuinfo").value_or("");
  const auto flags = value_of(cpuinfo, "flags");
  CpuFacts facts;
  facts.model = value_of(cpuinfo, "model name");
  facts.online = count_online(files);
  facts.has_smt = is_smt_active(files);
  facts.microcode = value_of(cpuinfo, "microcode");
  facts.is_virtual = has_flag(flags, "hypervisor");
  facts.has_steady_tsc = both(has_flag(flags, "constant_tsc"), has_flag(flags, "nonstop_tsc"));
  facts.tsc_khz = files.number("sys/devices/system/cpu/cpu0/tsc_freq_khz");
  return facts;
}

}  // namespace kickpath::hostfacts

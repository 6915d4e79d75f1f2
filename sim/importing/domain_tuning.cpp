#include <algorithm>
#include <fmt/format.h>

#include "importing/domain.hpp"

namespace kickpath::importing {

namespace {

std::optional<std::uint64_t> number_of(const XmlElement& element, const char* key, config::Errors& errors) {
  const std::string what = element.name + "/@" + key;
  if (const Scalar* value = element.attribute(key))
    return read_number(*value, 0, 4'294'967'295, what, errors);
  errors.add(element.place, what, "is missing");
  return std::nullopt;
}

CoreList cpuset_of(const XmlElement& element, config::Errors& errors) {
  const std::string what = element.name + "/@cpuset";
  if (const Scalar* cpuset = element.attribute("cpuset")) return read_core_list(*cpuset, what, errors);
  errors.add(element.place, what, "is missing");
  return {};
}

void read_pins(const XmlElement& tune, Guest& guest, Findings& findings, config::Errors& errors) {
  for (const XmlElement* pin : tune.all("vcpupin")) {
    const auto vcpu = number_of(*pin, "vcpu", errors);
    const CoreList cores = cpuset_of(*pin, errors);
    if (vcpu && *vcpu >= guest.vcpus)
      findings.lost(pin->place, "cputune/vcpupin", fmt::format("there is no vcpu {} at the start", *vcpu));
    if (!vcpu || *vcpu >= guest.vcpus) continue;
    guest.vcpu_cores.resize(guest.vcpus);
    guest.vcpu_cores[*vcpu] = cores;
  }
  for (const XmlElement* pin : tune.all("iothreadpin")) {
    const auto id = number_of(*pin, "iothread", errors);
    const CoreList cores = cpuset_of(*pin, errors);
    const auto iothread =
        std::find_if(guest.iothreads.begin(), guest.iothreads.end(),
                     [&](const Iothread& other) { return id && other.id == std::to_string(*id); });
    if (iothread != guest.iothreads.end())
      iothread->cores = cores;
    else if (id)
      errors.add(pin->place, "iothreadpin/@iothread", fmt::format("there is no iothread {}", *id));
  }
  if (const XmlElement* pin = tune.child("emulatorpin")) guest.main_loop_cores = cpuset_of(*pin, errors);
}

/// Of cgroup v2, whose cpu.weight libvirt sets to the number as it is; more than that takes cgroup v1.
void read_shares(const XmlElement& tune, Guest& guest, Findings& findings, config::Errors& errors) {
  const XmlElement* shares = tune.child("shares");
  if (!shares) return;
  const auto number = read_number(shares->text, 1, 262'144, "cputune/shares", errors);
  if (!number) return;
  constexpr std::uint64_t most_weight = 10'000;
  guest.cpu_weight = *number <= most_weight ? *number : std::min(*number * 100 / 1024, most_weight);
  findings.changed(
      shares->place, "cputune/shares",
      *number <= most_weight
          ? "taken as cpu.weight of cgroup v2, of which 100 is as much as nothing set; in cgroup v1 "
            "it would be cpu.shares, of which 1024 is"
          : fmt::format("cpu.shares of cgroup v1, as cpu.weight: {}", *guest.cpu_weight));
}

/// Microseconds; a quota of 0 or below means no limit.
std::optional<Quota> read_quota(const XmlElement& tune, const std::string& prefix, config::Errors& errors) {
  const XmlElement* quota = tune.child(prefix + "quota");
  const XmlElement* period = tune.child(prefix + "period");
  if (!quota || quota->text.text.find('-') != std::string::npos) return std::nullopt;
  const auto us = read_number(quota->text, 0, ~std::uint64_t{0}, "cputune/" + prefix + "quota", errors);
  constexpr std::uint64_t no_limit = 1'000'000'000;  // beyond what a scenario takes: 1000 s in a period
  if (!us || *us == 0 || *us > no_limit) return std::nullopt;
  if (*us < 1000)
    errors.add(quota->text.place, "cputune/" + prefix + "quota", "must be at least 1000, or no limit");
  Quota read{Duration{static_cast<std::int64_t>(*us) * 1'000'000}};
  if (!period) return read;
  const auto length = read_number(period->text, 1000, 1'000'000, "cputune/" + prefix + "period", errors);
  if (length) read.period = Duration{static_cast<std::int64_t>(*length) * 1'000'000};
  return read;
}

/// A scenario limits all threads together; libvirt also each vcpu, the emulator and each iothread.
void read_quotas(const XmlElement& tune, Guest& guest, Findings& findings, config::Errors& errors) {
  const auto all = read_quota(tune, "global_", errors);
  const auto vcpu = read_quota(tune, "", errors);
  const auto emulator = read_quota(tune, "emulator_", errors);
  const auto iothread = read_quota(tune, "iothread_", errors);
  const std::string own = "limits single threads, which a scenario cannot";
  if (emulator) findings.lost(tune.place, "cputune/emulator_quota", own);
  if (iothread) findings.lost(tune.place, "cputune/iothread_quota", own);
  guest.cpu_max = all;
  if (!vcpu) return;
  if (all) return findings.lost(tune.place, "cputune/quota", own + "; global_quota is carried over");
  const std::int64_t share = vcpu->quota.count();
  constexpr std::int64_t most = 1000 * std::int64_t{1'000'000'000'000};
  guest.cpu_max = Quota{Duration{std::min(share * std::int64_t{guest.vcpus}, most)}, vcpu->period};
  findings.changed(tune.place, "cputune/quota",
                   "limits each vcpu; taken as so much of all vcpus and servers together");
}

}  // namespace

void read_tuning(const XmlElement& domain, Guest& guest, Findings& findings, config::Errors& errors) {
  for (Iothread& iothread : guest.iothreads) iothread.cores = guest.main_loop_cores;  // of vcpu/@cpuset
  const XmlElement* tune = domain.child("cputune");
  if (!tune) return;
  read_pins(*tune, guest, findings, errors);
  read_shares(*tune, guest, findings, errors);
  read_quotas(*tune, guest, findings, errors);
}

}  // namespace kickpath::importing

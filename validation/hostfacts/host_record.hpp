#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "hostfacts/cpu_facts.hpp"
#include "hostfacts/host_files.hpp"
#include "hostfacts/idle_facts.hpp"
#include "hostfacts/kvm_facts.hpp"
#include "hostfacts/scheduler_fact.hpp"

/// What the real host is, as far as it bears on notifications: it goes into every result and measurement, so
/// that a figure says where it was taken.
namespace kickpath::hostfacts {

struct HostRecord {
  CpuFacts cpu;
  std::optional<std::string> kernel;  ///< release, as in uname -r
  std::optional<std::int64_t> hz;     ///< ticks a second
  std::optional<std::string>
      preemption;  ///< full, voluntary, ...; or only the kernel's word, as PREEMPT_DYNAMIC
  std::optional<SchedulerFact> scheduler;
  std::optional<KvmFacts> kvm;
  IdleFacts idle;
  std::map<std::string, std::optional<std::string>> mitigations;  ///< by vulnerability
  std::optional<std::string> clocksource;
};

HostRecord read_host_record(const HostFiles& files);

/// Ticks a second of the running kernel, whatever tree is read: the resolution of CLOCK_MONOTONIC_COARSE.
std::optional<std::int64_t> tick_hz();

/// Keys in a fixed order, all of them always there; null for what is unknown.
nlohmann::ordered_json to_json(const HostRecord& record);

}  // namespace kickpath::hostfacts

#include "hostfacts/host_record.hpp"

#include <ctime>
#include <sstream>

namespace kickpath::hostfacts {

namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// "none voluntary (full) lazy": the one in parentheses.
std::optional<std::string> chosen_in(const std::string& choices) {
  const auto open = choices.find('(');
  const auto close = choices.find(')', open);
  if (open == std::string::npos || close == std::string::npos) return std::nullopt;
  return choices.substr(open + 1, close - open - 1);
}

/// debugfs knows (root only); the banner at least says how the kernel was built. A kernel built without
/// preemption has no word in its banner, which is no proof: unknown.
std::optional<std::string> preemption_of(const HostFiles& files) {
  const auto choices = files.word("sys/kernel/debug/sched/preempt");
  if (auto chosen = choices ? chosen_in(*choices) : std::nullopt) return chosen;
  std::istringstream banner(files.word("proc/version").value_or(""));
  for (std::string word; banner >> word;)
    if (word.starts_with("PREEMPT")) return word;
  return std::nullopt;
}

std::map<std::string, std::optional<std::string>> mitigations_of(const HostFiles& files) {
  const std::string folder = "sys/devices/system/cpu/vulnerabilities/";
  std::map<std::string, std::optional<std::string>> mitigations;
  for (const std::string& name : files.names(folder)) mitigations[name] = files.word(folder + name);
  return mitigations;
}

Json words(const std::map<std::string, std::optional<std::string>>& values) {
  Json object = Json::object();
  for (const auto& [name, value] : values) object[name] = or_null(value);
  return object;
}

Json cpu_entry(const CpuFacts& cpu) {
  return {{"model", or_null(cpu.model)},        {"online", or_null(cpu.online)},
          {"smt", or_null(cpu.has_smt)},        {"microcode", or_null(cpu.microcode)},
          {"virtual", or_null(cpu.is_virtual)}, {"steady_tsc", or_null(cpu.has_steady_tsc)},
          {"tsc_khz", or_null(cpu.tsc_khz)}};
}

Json scheduler_entry(const std::optional<SchedulerFact>& scheduler) {
  if (!scheduler) return nullptr;
  return {{"policy", scheduler->policy},
          {"version", scheduler->version.empty() ? Json(nullptr) : Json(scheduler->version)}};
}

Json kvm_entry(const std::optional<KvmFacts>& kvm) {
  if (!kvm) return nullptr;
  return {{"modules", kvm->vendor_modules}, {"parameters", words(kvm->parameters)}};
}

Json idle_entry(const IdleFacts& idle) {
  Json states = Json::array();
  for (const IdleState& state : idle.states)
    states.push_back({{"name", state.name},
                      {"latency_us", or_null(state.latency_us)},
                      {"disabled", or_null(state.is_disabled)}});
  return {{"driver", or_null(idle.driver)},
          {"governor", or_null(idle.governor)},
          {"states", states},
          {"guest_halt_poll_ns", or_null(idle.guest_halt_poll_ns)}};
}

}  // namespace

std::optional<std::int64_t> tick_hz() {
  timespec resolution{};
  if (clock_getres(CLOCK_MONOTONIC_COARSE, &resolution) != 0) return std::nullopt;
  if (resolution.tv_sec != 0 || resolution.tv_nsec <= 0) return std::nullopt;
  // Rounded: HZ=300 has ticks of 3333333 ns.
  return (1'000'000'000 + resolution.tv_nsec / 2) / resolution.tv_nsec;
}

HostRecord read_host_record(const HostFiles& files) {
  HostRecord record;
  record.cpu = read_cpu_facts(files);
  record.kernel = files.word("proc/sys/kernel/osrelease");
  record.hz = tick_hz();
  record.preemption = preemption_of(files);
  record.scheduler = scheduler_of(files);
  record.kvm = read_kvm_facts(files);
  record.idle = read_idle_facts(files);
  record.mitigations = mitigations_of(files);
  record.clocksource = files.word("sys/devices/system/clocksource/clocksource0/current_clocksource");
  return record;
}

Json to_json(const HostRecord& record) {
  Json document;
  document["cpu"] = cpu_entry(record.cpu);
  document["kernel"] = or_null(record.kernel);
  document["hz"] = or_null(record.hz);
  document["preemption"] = or_null(record.preemption);
  document["scheduler"] = scheduler_entry(record.scheduler);
  document["kvm"] = kvm_entry(record.kvm);
  document["idle"] = idle_entry(record.idle);
  document["mitigations"] = words(record.mitigations);
  document["clocksource"] = or_null(record.clocksource);
  return document;
}

}  // namespace kickpath::hostfacts

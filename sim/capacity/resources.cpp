#include "capacity/resources.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

#include "placement/reason.hpp"
#include "results/human.hpp"
#include "results/metric_table.hpp"

namespace kickpath::capacity {

namespace {

constexpr double used_up = 0.9;
constexpr double queues_grow = 0.6;  ///< of a queue with random arrivals: 1.5 services of waiting

/// Shares of a set of cores, summed by who uses them.
struct Users {
  double vcpus = 0, servers = 0, background = 0;

  void add(const std::string& task, double share) {
    (task.find('/') == std::string::npos       ? background
     : task.find("/vcpu") == std::string::npos ? servers
                                               : vcpus) += share;
  }

  std::string text(double cores) const {
    std::vector<std::string> parts;
    for (const auto& [name, share] :
         {std::pair{"vcpus", vcpus}, std::pair{"servers", servers}, std::pair{"background", background}})
      if (share / cores >= 0.005) parts.push_back(fmt::format("{} {:.0f} %", name, 100 * share / cores));
    return fmt::format("{}", fmt::join(parts, ", "));
  }
};

struct Cores {
  std::size_t count = 0;
  double busy = 0;
  Users users;
};

std::string host_name(const std::string& host, std::size_t cores) {
  const std::string what = cores == 1 ? "core" : fmt::format("{} cores", cores);
  return host.empty() || host == "host" ? fmt::format("the host's {}", what)
                                        : fmt::format("the {} host's {}", host, what);
}

std::string core_name(const results::CoreResult& core) {
  return core.host.empty() ? fmt::format("core {}", core.id.value)
                           : fmt::format("core {} of {}", core.id.value, core.host);
}

/// The busiest first; by name where they are alike.
void append(std::vector<Usage>& usages, std::vector<Usage> of_a_kind) {
  std::sort(of_a_kind.begin(), of_a_kind.end(), [](const Usage& a, const Usage& b) {
    return a.share != b.share ? a.share > b.share : a.name < b.name;
  });
  usages.insert(usages.end(), of_a_kind.begin(), of_a_kind.end());
}

std::optional<double> share_of(const std::string& name, const std::vector<Usage>& usages) {
  const auto found =
      std::find_if(usages.begin(), usages.end(), [&](const Usage& usage) { return usage.name == name; });
  return found == usages.end() ? std::nullopt : std::optional{found->share};
}

bool is_used_up(const std::string& name, const std::vector<Usage>& usages) {
  return share_of(name, usages).value_or(0) >= used_up;
}

/// Of what is used up at `now`, what the smallest load left free, or else anything.
const Usage* first_used_up(const std::vector<Usage>& now, const std::vector<Usage>& least) {
  const Usage* any = nullptr;
  for (const Usage& usage : now) {
    if (usage.share < used_up) continue;
    if (!is_used_up(usage.name, least)) return &usage;
    if (!any) any = &usage;
  }
  return any;
}

const Usage* busiest(const std::vector<Usage>& usages) {
  const auto found = std::max_element(usages.begin(), usages.end(),
                                      [](const Usage& a, const Usage& b) { return a.share < b.share; });
  return found == usages.end() ? nullptr : &*found;
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

std::optional<double> dropped(std::span<const Observation> observations) {
  const auto figures = placement::mean_figures(observations);
  const auto& estimate = figures[results::metric_index("dropped_per_s")];
  return estimate ? std::optional{estimate->mean} : std::nullopt;
}

std::string drops_text(const LoadUse& load) {
  const double rate = dropped(load.observations).value_or(0);
  if (rate <= 0) return "";
  return fmt::format(" Requests are dropped at {}: {}.", load.name,
                     results::human(rate, results::Unit::per_second));
}

/// "97 % busy at 12, 100 % at 13".
std::string shares_text(const RunsOut& told, const std::optional<LoadUse>& held,
                        const std::optional<LoadUse>& beyond) {
  std::vector<std::string> parts;
  if (told.at_held) parts.push_back(fmt::format("{} busy at {}", percent(*told.at_held), held->name));
  if (told.at_beyond)
    parts.push_back(
        fmt::format("{}{} at {}", percent(*told.at_beyond), parts.empty() ? " busy" : "", beyond->name));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string capital(std::string text) {
  if (text.starts_with("the ") || text.starts_with("core ")) text[0] = text[0] == 't' ? 'T' : 'C';
  return text;
}

/// What may break an SLO where nothing is used up: queues grow long before that.
std::string waits_for(double share) {
  return fmt::format(" Operations wait for {} (a disk, a link, a latency).",
                     share >= queues_grow ? "their turn on it, or for what has no figure in a result"
                                          : "what has no figure in a result");
}

std::string sentence_of(const RunsOut& told, const Usage& usage, const LoadUse& least,
                        const std::optional<LoadUse>& held, const std::optional<LoadUse>& beyond) {
  const std::string shares = shares_text(told, held, beyond);
  const std::string by = usage.by.empty() ? "" : fmt::format(" ({})", usage.by);
  if (!told.resource)
    return fmt::format("No core and no thread is used up: the busiest, {}, is {}{}.{}", usage.name, shares,
                       by, beyond ? waits_for(usage.share) : "");
  const std::string early =
      told.at_least.value_or(0) >= used_up
          ? fmt::format("; it is so at {} already, where polling counts as busy", least.name)
          : "";
  return fmt::format("{} run{} out first: {}{}{}.", capital(usage.name),
                     usage.kind == Usage::Kind::cores && usage.name.ends_with("cores") ? "" : "s", shares, by,
                     early);
}

}  // namespace

std::vector<Usage> usages_of(std::span<const Observation> observations) {
  std::map<std::string, double> threads;
  std::map<std::string, Cores> hosts;
  std::map<std::string, Cores> singles;
  const double part = 1 / static_cast<double>(observations.size());
  for (const Observation& observation : observations) {
    std::map<std::string, std::size_t> counts;
    for (const results::CoreResult& core : observation.cores) {
      hosts[core.host].count = ++counts[core.host];
      for (Cores* cores : {&hosts[core.host], &singles[core_name(core)]}) {
        cores->busy += core.busy * part;
        for (const auto& [task, share] : core.by) cores->users.add(task, share * part);
      }
      for (const auto& [task, share] : core.by) threads[task] += share * part;
    }
  }
  std::vector<Usage> usages, of_threads, of_hosts, of_cores;
  for (const auto& [task, share] : threads)
    if (task.find('/') != std::string::npos) of_threads.push_back({Usage::Kind::thread, task, share, ""});
  for (const auto& [host, cores] : hosts) {
    const auto count = static_cast<double>(cores.count);
    of_hosts.push_back(
        {Usage::Kind::cores, host_name(host, cores.count), cores.busy / count, cores.users.text(count)});
  }
  for (const auto& [name, core] : singles)
    of_cores.push_back({Usage::Kind::core, name, core.busy, core.users.text(1)});
  append(usages, std::move(of_threads));
  append(usages, std::move(of_hosts));
  append(usages, std::move(of_cores));
  return usages;
}

RunsOut runs_out(const LoadUse& least, const std::optional<LoadUse>& held,
                 const std::optional<LoadUse>& beyond) {
  const LoadUse& looked_at = beyond ? *beyond : held ? *held : least;
  const auto now = usages_of(looked_at.observations), before = usages_of(least.observations);
  RunsOut told;
  const Usage* out = first_used_up(now, before);
  const Usage* usage = out ? out : busiest(now);
  if (!usage) {
    told.sentence = "Nothing is known of cores and threads.";
    return told;
  }
  if (out) told.resource = out->name;
  told.at_least = share_of(usage->name, before);
  if (held) told.at_held = share_of(usage->name, usages_of(held->observations));
  if (beyond) told.at_beyond = share_of(usage->name, now);
  told.sentence = sentence_of(told, *usage, least, held, beyond) + drops_text(looked_at);
  return told;
}

}  // namespace kickpath::capacity

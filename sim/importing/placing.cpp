#include "importing/placing.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <optional>
#include <set>

#include "host/core_set.hpp"

namespace kickpath::importing {

namespace {

using By = ServedDevice::By;

bool is_any_pinned(const std::vector<CoreList>& sets) {
  return std::any_of(sets.begin(), sets.end(), [](const CoreList& set) { return !set.empty(); });
}

/// Threads that serve, and who of them sits on which seat.
struct ServerThreads {
  std::vector<CoreList> sets;       ///< by thread
  std::vector<std::size_t> seated;  ///< by seat: number of the thread

  void seat(const CoreList& set) {
    seated.push_back(sets.size());
    sets.push_back(set);
  }
};

/// Seats in the order in which a scenario deals them (seating/seats.hpp): device by device, an iothread that
/// has a name where it comes first. The main loop is one thread, whose first seat counts.
ServerThreads server_threads(const Guest& guest, const std::vector<ServedDevice>& devices) {
  ServerThreads threads;
  std::set<const Iothread*> seated;
  std::optional<std::size_t> main_loop;
  for (const ServedDevice& device : devices) {
    if (device.by == By::iothreads) {
      const bool is_named = device.iothreads.size() == 1;
      for (const Iothread* iothread : device.iothreads)
        if (!is_named || seated.insert(iothread).second) threads.seat(iothread->cores);
    } else if (device.by == By::vhost) {
      for (std::uint32_t pair = 0; pair < device.queues; ++pair) threads.seat(guest.main_loop_cores);
    } else if (main_loop) {
      threads.seated.push_back(*main_loop);
    } else {
      main_loop = threads.sets.size();
      threads.seat(guest.main_loop_cores);
    }
  }
  return threads;
}

/// The narrowest choose first. `threads_on`: of each core, so far.
CoreList choose(const std::vector<CoreList>& sets, std::vector<int>& threads_on) {
  CoreList all(threads_on.size()), chosen(sets.size());
  std::iota(all.begin(), all.end(), 0u);
  std::vector<std::size_t> order(sets.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto set_of = [&](std::size_t i) -> const CoreList& { return sets[i].empty() ? all : sets[i]; };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return set_of(a).size() < set_of(b).size(); });
  for (const std::size_t i : order) {
    const CoreList& set = set_of(i);
    chosen[i] = *std::min_element(set.begin(), set.end(), [&](std::uint32_t a, std::uint32_t b) {
      return threads_on[a] < threads_on[b];
    });
    ++threads_on[chosen[i]];
  }
  return chosen;
}

CoreList seat(const std::vector<CoreList>& sets, std::vector<int>& threads_on, const char* who,
              const config::Place& place, Findings& findings) {
  if (!is_any_pinned(sets)) return {};
  const auto is_wide = [](const CoreList& set) { return set.size() > 1; };
  const auto is_open = [](const CoreList& set) { return set.empty(); };
  if (std::any_of(sets.begin(), sets.end(), is_wide))
    findings.changed(place, fmt::format("pinning of {}", who),
                     "sets of several CPUs; each thread is bound to one of its set, the least used");
  if (std::any_of(sets.begin(), sets.end(), is_open))
    findings.changed(place, fmt::format("pinning of {}", who),
                     "some have none; they are bound too, to the least used CPU");
  return choose(sets, threads_on);
}

std::uint32_t needed_cores(const std::vector<CoreList>& vcpus, const std::vector<CoreList>& servers) {
  std::uint32_t needed = 0;
  for (const auto* sets : {&vcpus, &servers})
    for (const CoreList& set : *sets)
      if (!set.empty()) needed = std::max(needed, set.back() + 1);
  return needed;
}

void tell_cores(const Guest& guest, std::uint32_t cores, std::uint32_t needed, Findings& findings) {
  findings.assumed(guest.place, "host",
                   needed != 0
                       ? fmt::format("{} cores, as the pinning needs, of one thread each and one socket "
                                     "(--cores N, host.topology)",
                                     cores)
                       : fmt::format("{} cores, one more than vcpus, of one thread each and one socket "
                                     "(--cores N, host.topology)",
                                     cores));
}

}  // namespace

Placing place_threads(const Guest& guest, const std::vector<ServedDevice>& devices, std::uint32_t cores,
                      Findings& findings, config::Errors& errors) {
  std::vector<CoreList> vcpus = guest.vcpu_cores;
  vcpus.resize(guest.vcpus);
  const ServerThreads servers = server_threads(guest, devices);
  const std::uint32_t needed = needed_cores(vcpus, servers.sets);
  Placing placing;
  placing.cores = cores != 0    ? cores
                  : needed != 0 ? needed
                                : std::min<std::uint32_t>(guest.vcpus + 1, host::max_cores);
  if (placing.cores < needed) {
    errors.add(guest.place, "",
               fmt::format("the pinning names CPU {}; --cores must be at least {}", needed - 1, needed));
    return placing;
  }
  if (cores == 0) tell_cores(guest, placing.cores, needed, findings);
  std::vector<int> threads_on(placing.cores);
  placing.vcpus = seat(vcpus, threads_on, "vcpus", guest.place, findings);
  const CoreList by_thread = seat(servers.sets, threads_on, "servers", guest.place, findings);
  if (!by_thread.empty())
    for (const std::size_t thread : servers.seated) placing.servers.push_back(by_thread[thread]);
  return placing;
}

}  // namespace kickpath::importing

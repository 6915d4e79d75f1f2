#include "compare/run_pairs.hpp"

#include <fmt/format.h>

#include "scenario/simulate.hpp"
#include "study/run_one.hpp"
#include "workers/run_tasks.hpp"

namespace kickpath::compare {

namespace {

workers::Task task_of(const char* name, const Side& side, std::uint64_t seed, unsigned replica) {
  return {fmt::format("{} ({}), replica {} of seed {}", name, side.spec.name, replica, seed),
          [&side, seed, replica] {
            return to_bytes(study::figures_of(
                study::run_one(side.spec, side.profile, scenario::replica_seed(seed, replica))));
          }};
}

}  // namespace

std::vector<Pair> run_pairs(const Side& a, const Side& b, unsigned from, unsigned to,
                            const RunOptions& options) {
  std::vector<workers::Task> tasks;
  for (unsigned replica = from; replica < to; ++replica) {
    tasks.push_back(task_of("A", a, options.seed, replica));
    tasks.push_back(task_of("B", b, options.seed, replica));
  }
  std::size_t done = 0;
  workers::TaskOptions running{options.jobs};
  running.on_done = [&](std::size_t, const std::string&) { ++done; };
  running.on_wait = [&] {
    if (options.progress) options.progress(static_cast<double>(done) / static_cast<double>(tasks.size()));
  };
  const std::vector<std::string> bytes = workers::run_tasks(tasks, running);
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < bytes.size(); i += 2)
    pairs.push_back({figures_from(bytes[i]), figures_from(bytes[i + 1])});
  return pairs;
}

}  // namespace kickpath::compare

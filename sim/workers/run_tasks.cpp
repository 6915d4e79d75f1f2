#include "workers/run_tasks.hpp"

#include <optional>

#include "workers/run_each.hpp"

namespace kickpath::workers {

std::vector<std::string> run_tasks(const std::vector<Task>& tasks, const TaskOptions& options) {
  std::vector<std::string> results(tasks.size());
  std::size_t begun = 0;
  const auto next = [&]() -> std::optional<Task> {
    if (begun == tasks.size()) return std::nullopt;
    return tasks[begun++];
  };
  EachOptions each{options.jobs};
  each.on_end = [&](std::size_t index, const Ending& ending) {
    if (ending.kind != Ending::Kind::done) throw TaskFailed(tasks[index].name + ": " + ending.text);
    results[index] = ending.text;
    if (options.on_done) options.on_done(index, results[index]);
  };
  each.on_wait = options.on_wait;
  run_each(next, each);
  return results;
}

}  // namespace kickpath::workers

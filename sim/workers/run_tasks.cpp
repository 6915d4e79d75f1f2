#include "workers/run_tasks.hpp"

#include <cerrno>
#include <memory>
#include <poll.h>
#include <system_error>

#include "workers/worker.hpp"

namespace kickpath::workers {

namespace {

constexpr int longest_wait_ms = 100;

using Workers = std::vector<std::unique_ptr<Worker>>;

/// Which of the workers have something to tell; none after a while or a signal.
std::vector<bool> wait_for_any(const Workers& workers) {
  std::vector<pollfd> files;
  for (const auto& worker : workers) files.push_back({worker->descriptor(), POLLIN, 0});
  const int ready = ::poll(files.data(), files.size(), longest_wait_ms);
  if (ready < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
  std::vector<bool> has_news;
  for (const pollfd& file : files) has_news.push_back(ready > 0 && file.revents != 0);
  return has_news;
}

class Pool {
 public:
  Pool(const std::vector<Task>& tasks, const TaskOptions& options)
      : tasks_(tasks), options_(options), results_(tasks.size()) {}

  std::vector<std::string> run() {
    while (next_ < tasks_.size() || !workers_.empty()) {
      start_waiting_tasks();
      collect(wait_for_any(workers_));
      if (options_.on_wait) options_.on_wait();
    }
    return std::move(results_);
  }

 private:
  void start_waiting_tasks() {
    for (; next_ < tasks_.size() && workers_.size() < options_.jobs; ++next_)
      workers_.push_back(std::make_unique<Worker>(tasks_[next_], next_));
  }

  void collect(const std::vector<bool>& has_news) {
    Workers going_on;
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      if (!has_news[i] || workers_[i]->read_some())
        going_on.push_back(std::move(workers_[i]));
      else
        take_result(*workers_[i]);
    }
    workers_ = std::move(going_on);
  }

  void take_result(Worker& worker) {
    std::string& result = results_[worker.index()] = worker.finish();
    if (options_.on_done) options_.on_done(worker.index(), result);
  }

  const std::vector<Task>& tasks_;
  const TaskOptions& options_;
  std::size_t next_ = 0;
  Workers workers_;
  std::vector<std::string> results_;
};

}  // namespace

std::vector<std::string> run_tasks(const std::vector<Task>& tasks, const TaskOptions& options) {
  return Pool{tasks, options}.run();
}

}  // namespace kickpath::workers

#include "workers/run_each.hpp"

#include <cerrno>
#include <memory>
#include <poll.h>
#include <system_error>
#include <utility>
#include <vector>

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
  Pool(const std::function<std::optional<Task>()>& next, const EachOptions& options)
      : next_(next), options_(options) {}

  void run() {
    start_tasks();
    while (!workers_.empty()) {
      const auto ended = take_ended(wait_for_any(workers_));
      // First, so that no core waits for what is done with a result.
      start_tasks();
      for (const auto& [index, ending] : ended)
        if (options_.on_end) options_.on_end(index, ending);
      if (options_.on_wait) options_.on_wait();
    }
  }

 private:
  using Ended = std::vector<std::pair<std::size_t, Ending>>;

  void start_tasks() {
    while (!is_exhausted_ && workers_.size() < options_.jobs) {
      const std::optional<Task> task = next_();
      is_exhausted_ = !task;
      if (task) workers_.push_back(std::make_unique<Worker>(*task, begun_++));
    }
  }

  Ended take_ended(const std::vector<bool>& has_news) {
    Ended ended;
    Workers going_on;
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      if (!has_news[i] || workers_[i]->read_some())
        going_on.push_back(std::move(workers_[i]));
      else
        ended.emplace_back(workers_[i]->index(), workers_[i]->finish());
    }
    workers_ = std::move(going_on);
    return ended;
  }

  const std::function<std::optional<Task>()>& next_;
  const EachOptions& options_;
  Workers workers_;
  std::size_t begun_ = 0;
  bool is_exhausted_ = false;
};

}  // namespace

void run_each(const std::function<std::optional<Task>()>& next, const EachOptions& options) {
  Pool{next, options}.run();
}

}  // namespace kickpath::workers

#include "workers/run_each.hpp"

#include <algorithm>
#include <cerrno>
#include <deque>
#include <iterator>
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
    start_workers();
    while (!workers_.empty()) {
      const Ended ended = take_ended(wait_for_any(workers_));
      // First, so that no core waits for what is done with a result.
      start_workers();
      for (const auto& [index, ending] : ended)
        if (options_.on_end) options_.on_end(index, ending);
      if (options_.on_wait) options_.on_wait();
    }
  }

 private:
  void start_workers() {
    while (workers_.size() < options_.jobs) {
      std::vector<Numbered> batch = take_batch();
      if (batch.empty()) return;
      workers_.push_back(std::make_unique<Worker>(std::move(batch)));
    }
  }

  /// Half of what each job has left to do, within bounds.
  std::size_t batch_size() const {
    const std::size_t left = options_.expected - std::min(options_.expected, begun_);
    return std::clamp<std::size_t>(left / (2 * options_.jobs), 1, options_.per_process);
  }

  std::vector<Numbered> take_batch() {
    std::vector<Numbered> batch;
    for (const std::size_t size = batch_size(); batch.size() < size;) {
      auto task = take_task();
      if (!task) break;
      batch.push_back(*std::move(task));
    }
    return batch;
  }

  std::optional<Numbered> take_task() {
    if (!given_back_.empty()) {
      Numbered task = std::move(given_back_.front());
      given_back_.pop_front();
      return task;
    }
    if (is_exhausted_) return std::nullopt;
    auto task = next_();
    is_exhausted_ = !task;
    return task ? std::optional{Numbered{begun_++, *std::move(task)}} : std::nullopt;
  }

  Ended take_ended(const std::vector<bool>& has_news) {
    Ended all;
    Workers going_on;
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      const bool is_over = has_news[i] && !workers_[i]->read_some();
      Ended ended = workers_[i]->take_ended();
      if (is_over)
        for (Numbered& task : workers_[i]->finish(ended)) given_back_.push_back(std::move(task));
      else
        going_on.push_back(std::move(workers_[i]));
      std::move(ended.begin(), ended.end(), std::back_inserter(all));
    }
    workers_ = std::move(going_on);
    return all;
  }

  const std::function<std::optional<Task>()>& next_;
  const EachOptions& options_;
  Workers workers_;
  std::deque<Numbered> given_back_;
  std::size_t begun_ = 0;
  bool is_exhausted_ = false;
};

}  // namespace

void run_each(const std::function<std::optional<Task>()>& next, const EachOptions& options) {
  Pool{next, options}.run();
}

}  // namespace kickpath::workers

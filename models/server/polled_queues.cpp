#include "server/polled_queues.hpp"

#include <algorithm>

namespace kickpath::server {

void PolledQueues::begin(host::Task& task) {
  is_polling_ = true;
  for (Source& source : sources_)
    if (source.is_polled) source.queue->stop_kicks(task);
}

bool PolledQueues::look(host::Task& task, Duration quiet) {
  const Duration cost = host_.cost(cost::Component::poll_source);
  const std::size_t first = cost == Duration::zero() ? 0 : finish_look(task, quiet, cost);
  bool found = false;
  for (std::size_t i = 0; i < sources_.size(); ++i)
    found |= look_at(sources_[(first + i) % sources_.size()], task, cost);
  if (found && forgets_) forget_idle(task);
  return found;
}

// The loop went round all the time: what came now came in the middle of a look, which misses it. Answers
// where the next one is.
std::size_t PolledQueues::finish_look(host::Task& task, Duration quiet, Duration cost) {
  const std::size_t polled = polled_count();
  if (polled == 0) return 0;
  const Duration into = quiet % cost;
  std::size_t looks = static_cast<std::size_t>(quiet / cost);
  if (into > Duration::zero()) {
    task.run_through(cost - into);
    ++looks;
  }
  std::size_t ahead = looks % polled, at = 0;
  for (; ahead != 0 || !sources_[at].is_polled; ++at) ahead -= sources_[at].is_polled;
  return at;
}

bool PolledQueues::look_at(Source& source, host::Task& task, Duration cost) {
  if (!source.is_polled) return false;
  task.run_through(cost);
  if (!source.queue->has_pending(task)) return false;
  source.idle_since = never;
  source.queue->drain(task);
  return true;
}

bool PolledQueues::end(host::Task& task) {
  if (forgets_) forget_idle(task);
  is_polling_ = false;
  bool found = false;
  for (Source& source : sources_)
    if (source.is_polled) found |= resume(source, task);
  return found;
}

// Whenever an aio_poll comes to its end, also for what it found (QEMU util/aio-posix.c
// remove_idle_poll_handlers).
void PolledQueues::forget_idle(host::Task& task) {
  const Instant now = host_.simulation().now();
  for (Source& source : sources_) {
    if (!source.is_polled) continue;
    if (source.idle_since == never) source.idle_since = now;
    if (now - source.idle_since < patience) continue;
    source.is_polled = false;
    static_cast<void>(resume(source, task));
  }
}

// Kicks wanted again; what came meanwhile is served.
bool PolledQueues::resume(Source& source, host::Task& task) {
  if (!source.queue->resume_kicks(task)) return false;
  source.idle_since = never;
  source.queue->drain(task);
  return true;
}

void PolledQueues::heard_of(QueueHandler& queue, host::Task& task) {
  const auto source =
      std::find_if(sources_.begin(), sources_.end(), [&](const Source& s) { return s.queue == &queue; });
  source->idle_since = never;
  if (source->is_polled) return;
  source->is_polled = true;
  if (is_polling_) queue.stop_kicks(task);
}

std::size_t PolledQueues::polled_count() const {
  return static_cast<std::size_t>(
      std::count_if(sources_.begin(), sources_.end(), [](const Source& s) { return s.is_polled; }));
}

}  // namespace kickpath::server

#include "device/thread_pool_backend.hpp"

#include <algorithm>

namespace kickpath::device {

ThreadPoolBackend::ThreadPoolBackend(host::Host& host, std::unique_ptr<Backend> inner, std::uint32_t threads,
                                     const host::TaskSpec& worker)
    : host_(host), blocking_(host, std::move(inner)) {
  for (std::uint32_t i = 0; i < threads; ++i) {
    host::TaskSpec spec = worker;
    spec.name += std::to_string(i);
    host.spawn(std::move(spec), [this](host::Task& self) { work(self); });
  }
}

bool ThreadPoolBackend::serve(host::Task& server, const Request& request, CompletionSink& sink,
                              Ticket ticket) {
  jobs_.push_back({request, &sink, ticket});
  if (sleepers_.empty()) return false;
  host::Task& sleeper = *sleepers_.front();
  sleepers_.pop_front();
  server.kernel(host_.cost(cost::Component::syscall));
  host_.wake(sleeper, server);
  server.preemption_point();
  return false;
}

void ThreadPoolBackend::work(host::Task& self) {
  for (;;) {
    const Job job = next_job(self);
    static_cast<void>(blocking_.serve(self, job.request, *job.sink, job.ticket));
    job.sink->complete_by(self, job.ticket);
  }
}

// Who finds nothing sleeps in a system call. A wake-up says no more than that there was a job.
ThreadPoolBackend::Job ThreadPoolBackend::next_job(host::Task& self) {
  while (jobs_.empty()) {
    self.kernel(host_.cost(cost::Component::syscall));
    if (!jobs_.empty()) break;
    sleepers_.push_back(&self);
    while (std::find(sleepers_.begin(), sleepers_.end(), &self) != sleepers_.end())
      self.block("a request for the pool");
  }
  const Job job = jobs_.front();
  jobs_.pop_front();
  return job;
}

}  // namespace kickpath::device

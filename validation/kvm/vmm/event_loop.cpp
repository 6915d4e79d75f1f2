#include "vmm/event_loop.hpp"

#include <cerrno>
#include <sys/eventfd.h>
#include <unistd.h>

#include "server/poll_policy.hpp"
#include "vmm/system_call.hpp"

namespace kickpath::vmm {

EventLoop::EventLoop(const server::PollSpec& poll, const protocol::TscClock& clock, std::mutex* lock)
    : spec_(poll), clock_(clock), lock_(lock), epoll_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      stop_(checked(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")) {
  watch(stop_.get(), [] {});
}

void EventLoop::watch(int fd, std::function<void()> handle) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = watched_.size();
  checked(epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
  watched_.push_back({fd, std::move(handle)});
}

void EventLoop::stop() {
  is_stopping_.store(true, std::memory_order_relaxed);
  const std::uint64_t one = 1;
  checked(write(stop_.get(), &one, sizeof one), "write to an eventfd");
}

void EventLoop::run() {
  while (!is_stopping()) iterate();
}

void EventLoop::iterate() {
  last_work_ = clock_.now();
  if (does_poll()) {
    poll_sources();
    if (handle_what_came_at_the_end()) return;
  }
  const std::size_t ready = wait_for_events();
  poll_time_ = server::next_poll(poll_time_, clock_.now() - last_work_, spec_);
  for (std::size_t i = 0; i < ready; ++i) handle_event(events_[i].data.u64);
}

// Until nothing has come for as long as the policy says; kicks stay unwanted meanwhile (QEMU util/aio-posix.c
// aio_poll, poll_set_started).
void EventLoop::poll_sources() {
  for (PollSource& source : sources_) source.begin();
  while (!is_stopping() && (spec_.always || clock_.now() - last_work_ < poll_time_)) {
    if (handle_what_has_work()) {
      last_work_ = clock_.now();
    } else {
      __builtin_ia32_pause();
    }
  }
}

bool EventLoop::handle_what_has_work() {
  bool found = false;
  for (PollSource& source : sources_) {
    if (!source.has_work()) continue;
    handle(source.handle);
    found = true;
  }
  return found;
}

bool EventLoop::handle_what_came_at_the_end() {
  bool found = false;
  for (PollSource& source : sources_) {
    if (!source.end()) continue;
    handle(source.handle);
    found = true;
  }
  return found;
}

std::size_t EventLoop::wait_for_events() {
  const int n = epoll_wait(epoll_.get(), events_.data(), static_cast<int>(events_.size()), -1);
  if (n < 0 && errno == EINTR) return 0;
  return static_cast<std::size_t>(checked(n, "epoll_wait"));
}

void EventLoop::handle_event(std::size_t number) {
  const Watched& watched = watched_[number];
  std::uint64_t count = 0;
  if (read(watched.fd, &count, sizeof count) == sizeof count) handle(watched.handle);
}

void EventLoop::handle(const std::function<void()>& handler) {
  if (lock_ == nullptr) return handler();
  const std::lock_guard held(*lock_);
  handler();
}

}  // namespace kickpath::vmm

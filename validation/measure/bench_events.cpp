#include <poll.h>
#include <sys/epoll.h>

#include "measure/event_fd.hpp"
#include "measure/host_benches.hpp"

namespace kickpath::measure {

std::vector<Samples> time_events(Bench& bench) {
  const EventFd event(EventFd::Mode::nonblocking);
  std::vector<Samples> all;
  all.push_back(bench.time_batches(0, 4, 50, [&] { event.signal(); }));
  all.push_back(bench.time_batches(1, 4, 25, [&] {
    event.signal();
    event.take();
  }));
  event.signal();
  const FileDescriptor epoll = epoll_on(event);
  all.push_back(bench.time_batches(2, 4, 50, [&] {
    epoll_event ready{};
    ::epoll_wait(epoll.get(), &ready, 1, 0);
  }));
  all.push_back(bench.time_batches(3, 4, 50, [&] {
    constexpr timespec at_once{};
    pollfd interest{event.fd(), POLLIN, 0};
    ::ppoll(&interest, 1, &at_once, nullptr);
  }));
  return all;
}

}  // namespace kickpath::measure

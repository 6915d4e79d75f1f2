#include "measure/event_waiter.hpp"

#include <cerrno>
#include <poll.h>
#include <sys/epoll.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace kickpath::measure {

namespace {

/// Calls again when a signal handler interrupted the call.
template <class Call>
void until_done(const char* what, Call call) {
  while (call() < 0)
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

std::string_view name_of(WaitBy how) {
  switch (how) {
    case WaitBy::epoll:
      return "epoll";
    case WaitBy::ppoll:
      return "ppoll";
    case WaitBy::read:
      break;
  }
  return "read";
}

EventWaiter::EventWaiter(WaitBy how)
    : EventWaiter(how, EventFd(how == WaitBy::read ? EventFd::Mode::blocking : EventFd::Mode::nonblocking)) {}

EventWaiter::EventWaiter(WaitBy how, EventFd event) : how_(how), event_(std::move(event)) {
  if (how == WaitBy::epoll) epoll_ = epoll_on(event_);
}

hostfacts::Ticks EventWaiter::wait() {
  block();
  const hostfacts::Ticks now = hostfacts::rdtscp();
  if (how_ != WaitBy::read) event_.take();
  return now;
}

void EventWaiter::block() {
  switch (how_) {
    case WaitBy::epoll: {
      epoll_event ready{};
      return until_done("epoll_wait", [&] { return ::epoll_wait(epoll_.get(), &ready, 1, -1); });
    }
    case WaitBy::ppoll: {
      pollfd interest{event_.fd(), POLLIN, 0};
      return until_done("ppoll", [&] { return ::ppoll(&interest, 1, nullptr, nullptr); });
    }
    case WaitBy::read:
      event_.take();
  }
}

}  // namespace kickpath::measure

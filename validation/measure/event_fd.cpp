#include "measure/event_fd.hpp"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace kickpath::measure {

namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

EventFd::EventFd(Mode mode)
    : fd_(::eventfd(0, EFD_CLOEXEC | (mode == Mode::nonblocking ? EFD_NONBLOCK : 0))) {
  if (fd_.get() < 0) fail("eventfd");
}

EventFd::EventFd(int other) : fd_(::fcntl(other, F_DUPFD_CLOEXEC, 0)) {
  if (fd_.get() < 0) fail("dup of an eventfd");
}

void EventFd::signal() const {
  constexpr std::uint64_t one = 1;
  while (::write(fd_.get(), &one, sizeof one) < 0)
    if (errno != EINTR) fail("write to an eventfd");
}

void EventFd::take() const {
  std::uint64_t count = 0;
  while (::read(fd_.get(), &count, sizeof count) < 0) {
    if (errno == EAGAIN) return;
    if (errno != EINTR) fail("read of an eventfd");
  }
}

FileDescriptor epoll_on(const EventFd& event) {
  FileDescriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (epoll.get() < 0) fail("epoll_create1");
  epoll_event interest{};
  interest.events = EPOLLIN;
  if (::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, event.fd(), &interest) != 0) fail("epoll_ctl");
  return epoll;
}

}  // namespace kickpath::measure

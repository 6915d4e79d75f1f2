#pragma once
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace kickpath::virtqueue::stress {

/// A doorbell or an interrupt line as KVM has them: one thread rings, the other one waits and looks at
/// nothing else.
class Bell {
 public:
  /// Where nobody waits, rings are counted and not heard.
  explicit Bell(bool is_heard) : fd_(eventfd(0, EFD_CLOEXEC)), is_heard_(is_heard) {
    if (fd_ < 0) fail("eventfd");
  }
  ~Bell() { close(fd_); }
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  void ring() {
    ++rings_;
    if (is_heard_) wake();
  }

  /// Not counted: to end a run.
  void wake() const {
    const std::uint64_t one = 1;
    if (write(fd_, &one, sizeof one) != sizeof one) fail("write to an eventfd");
  }

  /// False: nobody rang for so long.
  bool wait(std::chrono::milliseconds most) const {
    pollfd event{fd_, POLLIN, 0};
    const int ready = poll(&event, 1, static_cast<int>(most.count()));
    if (ready < 0) fail("poll");
    if (ready == 0) return false;
    std::uint64_t count = 0;
    if (read(fd_, &count, sizeof count) != sizeof count) fail("read of an eventfd");
    return true;
  }

  /// For the thread that rings, or after it.
  std::uint64_t rings() const { return rings_; }

 private:
  [[noreturn]] static void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
  }

  int fd_;
  bool is_heard_;
  std::uint64_t rings_ = 0;
};

}  // namespace kickpath::virtqueue::stress

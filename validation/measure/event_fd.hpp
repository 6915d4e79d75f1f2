#pragma once
#include <unistd.h>
#include <utility>

namespace kickpath::measure {

/// A file descriptor, closed with its owner.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FileDescriptor() { reset(); }

  int get() const { return fd_; }
  void reset() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_ = -1;
};

/// An eventfd, as KVM's ioeventfd and irqfd are. Failures throw std::system_error.
class EventFd {
 public:
  enum class Mode { blocking, nonblocking };
  explicit EventFd(Mode mode);

  int fd() const { return fd_.get(); }

  /// write(2) of 1.
  void signal() const;

  /// read(2): takes the count, which becomes 0. Blocks, or returns at once, when it is 0.
  void take() const;

 private:
  FileDescriptor fd_;
};

/// An epoll instance that waits for the event. Throws std::system_error.
FileDescriptor epoll_on(const EventFd& event);

}  // namespace kickpath::measure

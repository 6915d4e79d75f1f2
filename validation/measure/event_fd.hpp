#pragma once
#include "vmm/file_descriptor.hpp"

namespace kickpath::measure {

using vmm::FileDescriptor;

/// An eventfd, as KVM's ioeventfd and irqfd are. Failures throw std::system_error.
class EventFd {
 public:
  enum class Mode { blocking, nonblocking };
  explicit EventFd(Mode mode);
  /// Another descriptor of an eventfd that somebody else made.
  explicit EventFd(int other);

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

#pragma once
#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <sys/epoll.h>
#include <vector>

#include "protocol/tsc.hpp"
#include "server/server_spec.hpp"
#include "vmm/file_descriptor.hpp"

/// The loop of a VMM's thread: an iothread, or, holding the global lock while it handles, the main loop. The
/// real counterpart of models/server/event_loop.hpp.
namespace kickpath::vmm {

/// Something that the loop can look at without being told, while it polls.
struct PollSource {
  std::function<void()> begin;  ///< polling begins: no kicks wanted
  std::function<bool()> has_work;
  std::function<void()> handle;
  std::function<bool()> end;  ///< kicks wanted again; true: work came meanwhile
};

class EventLoop {
 public:
  /// `lock`: taken around each handler; null for an iothread.
  EventLoop(const server::PollSpec& poll, const protocol::TscClock& clock, std::mutex* lock);

  /// Calls `handle` whenever the counter `fd` (eventfd, timerfd) was above 0, having read it.
  void watch(int fd, std::function<void()> handle);
  void add(PollSource source) { sources_.push_back(std::move(source)); }

  /// The thread's body; returns after stop().
  void run();
  /// From any thread.
  void stop();

 private:
  bool is_stopping() const { return is_stopping_.load(std::memory_order_relaxed); }
  bool does_poll() const { return spec_.always || poll_time_ > Duration::zero(); }
  void iterate();
  void poll_sources();
  bool handle_what_has_work();
  bool handle_what_came_at_the_end();
  std::size_t wait_for_events();
  void handle_event(std::size_t number);
  void handle(const std::function<void()>& handler);

  server::PollSpec spec_;
  protocol::TscClock clock_;
  std::mutex* lock_;
  FileDescriptor epoll_;
  FileDescriptor stop_;
  struct Watched {
    int fd;
    std::function<void()> handle;
  };
  std::vector<Watched> watched_;
  std::array<epoll_event, 16> events_{};
  std::vector<PollSource> sources_;
  std::atomic<bool> is_stopping_ = false;
  Duration poll_time_{};
  Instant last_work_{};
};

}  // namespace kickpath::vmm

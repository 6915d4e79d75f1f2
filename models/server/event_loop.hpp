#pragma once
#include <functional>
#include <vector>

#include "notify/event_fd.hpp"
#include "server/global_lock.hpp"
#include "server/server_spec.hpp"

/// The loop of a VMM's thread: an iothread, or, holding the global lock while it handles, the main loop.
namespace kickpath::server {

/// Something that the loop can look at without being told, while it polls.
struct PollSource {
  std::function<void(host::Task&)> begin;  ///< polling begins: no kicks wanted
  std::function<bool(host::Task&)> has_work;
  std::function<void(host::Task&)> handle;
  std::function<bool(host::Task&)> end;  ///< kicks wanted again; true: work came meanwhile
};

class EventLoop {
 public:
  /// `lock`: taken around each handler; null for an iothread.
  EventLoop(host::Host& host, const PollSpec& poll, GlobalLock* lock)
      : host_(host), poll_(host), spec_(poll), lock_(lock) {}

  notify::EventPoll& poll() { return poll_; }
  void add(PollSource source) { sources_.push_back(std::move(source)); }

  /// The thread's body; never returns.
  void run(host::Task& task);

 private:
  void iterate(host::Task& task);
  bool does_poll() const { return spec_.always || poll_time_ > Duration::zero(); }
  void poll_sources(host::Task& task);
  bool handle_what_is_ready(host::Task& task);
  bool handle_what_has_work(host::Task& task);
  bool handle_what_came_at_the_end(host::Task& task);
  void handle_events(host::Task& task);

  host::Host& host_;
  notify::EventPoll poll_;
  PollSpec spec_;
  GlobalLock* lock_;
  std::vector<PollSource> sources_;
  Duration poll_time_{};
  Instant last_work_{};
};

}  // namespace kickpath::server

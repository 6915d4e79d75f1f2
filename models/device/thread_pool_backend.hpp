#pragma once
#include <deque>
#include <memory>
#include <string>

#include "device/blocking_backend.hpp"

namespace kickpath::device {

/// QEMU's aio=threads (util/thread-pool.c, block/file-posix.c): the server hands each request to a pool of
/// threads, one of which makes the blocking system call and tells the server's event loop when it is done.
///
/// Handing over costs a system call and a wake-up while a thread of the pool sleeps, and nothing but the list
/// while all are busy. The threads are there from the start (QEMU makes them as they are needed, and lets
/// them go after 10 idle seconds), at the cores of the server, whose mask they inherit.
class ThreadPoolBackend final : public Backend {
 public:
  /// `worker`: names and seats the threads; its name gets a number.
  ThreadPoolBackend(host::Host& host, std::unique_ptr<Backend> inner, std::uint32_t threads,
                    const host::TaskSpec& worker);

  bool serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) override;

 private:
  struct Job {
    Request request;
    CompletionSink* sink;
    Ticket ticket;
  };

  void work(host::Task& self);
  Job next_job(host::Task& self);

  host::Host& host_;
  BlockingBackend blocking_;
  std::deque<Job> jobs_;
  std::deque<host::Task*> sleepers_;
};

}  // namespace kickpath::device

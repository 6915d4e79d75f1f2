#pragma once
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <pthread.h>
#include <string>
#include <thread>
#include <vector>

#include "time/duration.hpp"

/// Threads whose use of the host is measured.
namespace kickpath::vmm {

/// The first thing that went wrong in any thread; the run ends with it.
class Failure {
 public:
  void report(std::exception_ptr what);
  bool has_happened() const { return has_happened_.load(std::memory_order_acquire); }
  /// Throws it, if it has happened.
  void rethrow() const;

 private:
  mutable std::mutex mutex_;
  std::exception_ptr first_;
  std::atomic<bool> has_happened_ = false;
};

struct ThreadSpec {
  std::string name;
  std::vector<unsigned> cpus;  ///< of the host, where it may run
  int nice = 0;
};

/// What a thread has used of the host so far.
struct ThreadUse {
  Duration cpu_time{};              ///< sum_exec_runtime
  std::uint64_t switches_away = 0;  ///< voluntary and not
};

class Thread {
 public:
  Thread(ThreadSpec spec, Failure& failure, std::function<void()> body);
  /// The body must have been told to end.
  ~Thread();
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  const ThreadSpec& spec() const { return spec_; }
  int tid() const { return tid_.load(std::memory_order_acquire); }
  bool has_ended() const { return has_ended_.load(std::memory_order_acquire); }
  /// Makes a system call that the thread is in return (EINTR).
  void interrupt();
  ThreadUse use() const;
  /// 'R': runs or could; 'S': sleeps; 'X': has ended (Linux Documentation/filesystems/proc.rst,
  /// /proc/PID/stat).
  char state() const;

 private:
  void become() const;

  ThreadSpec spec_;
  Failure& failure_;
  std::atomic<int> tid_ = 0;
  std::atomic<bool> has_ended_ = false;
  std::atomic<pthread_t> handle_ = 0;
  std::atomic<bool> is_ending_ = false;  ///< its body is over; has_ended() follows
  ThreadUse last_;                       ///< at its end
  std::thread thread_;
};

}  // namespace kickpath::vmm

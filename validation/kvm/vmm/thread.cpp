#include "vmm/thread.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <pthread.h>
#include <string>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <utility>

#include "hostfacts/cpu_list.hpp"
#include "vmm/system_call.hpp"

namespace kickpath::vmm {

namespace {

/// Does nothing but interrupt a system call; without SA_RESTART it is not begun again.
int kick_signal() {
  static const int signal = [] {
    struct sigaction action {};
    action.sa_handler = [](int) {};
    checked(sigaction(SIGRTMIN, &action, nullptr), "sigaction");
    return SIGRTMIN;
  }();
  return signal;
}

std::uint64_t switches_away(int tid) {
  std::ifstream status("/proc/self/task/" + std::to_string(tid) + "/status");
  std::uint64_t sum = 0;
  std::uint64_t value = 0;
  for (std::string word; status >> word;)
    if (word == "voluntary_ctxt_switches:" || word == "nonvoluntary_ctxt_switches:")
      if (status >> value) sum += value;
  return sum;
}

/// Of a thread that is still there, or nothing in particular.
ThreadUse use_now(pthread_t thread, int tid) {
  clockid_t clock{};
  timespec time{};
  if (pthread_getcpuclockid(thread, &clock) != 0 || clock_gettime(clock, &time) != 0) return {};
  return {std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec), switches_away(tid)};
}

}  // namespace

void Failure::report(std::exception_ptr what) {
  const std::lock_guard lock(mutex_);
  if (first_ == nullptr) first_ = std::move(what);
  has_happened_.store(true, std::memory_order_release);
}

void Failure::rethrow() const {
  const std::lock_guard lock(mutex_);
  if (first_ != nullptr) std::rethrow_exception(first_);
}

Thread::Thread(ThreadSpec spec, Failure& failure, std::function<void()> body)
    : spec_(std::move(spec)), failure_(failure) {
  static_cast<void>(kick_signal());
  thread_ = std::thread([this, body = std::move(body)] {
    try {
      become();
      handle_.store(pthread_self(), std::memory_order_release);
      tid_.store(gettid(), std::memory_order_release);
      body();
    } catch (...) {
      failure_.report(std::current_exception());
    }
    is_ending_.store(true, std::memory_order_release);
    last_ = use_now(pthread_self(), gettid());
    has_ended_.store(true, std::memory_order_release);
  });
  while (tid_.load(std::memory_order_acquire) == 0 && !has_ended()) std::this_thread::yield();
}

Thread::~Thread() { thread_.join(); }

void Thread::become() const {
  pthread_setname_np(pthread_self(), spec_.name.substr(0, 15).c_str());
  std::vector<CoreId> cores;
  for (const unsigned cpu : spec_.cpus) cores.push_back(CoreId{cpu});
  hostfacts::pin_thread(cores);
  if (spec_.nice != 0) checked(setpriority(PRIO_PROCESS, 0, spec_.nice), "setpriority");
}

void Thread::interrupt() {
  if (!has_ended()) pthread_kill(thread_.native_handle(), kick_signal());
}

char Thread::state() const {
  std::ifstream stat("/proc/self/task/" + std::to_string(tid_) + "/stat");
  std::string text;
  std::getline(stat, text);  // a thread that ends meanwhile gives ESRCH: no text, no exception
  const std::size_t name_end = text.rfind(')');  // the name may hold anything
  return has_ended() || name_end == std::string::npos || name_end + 2 >= text.size() ? 'X'
                                                                                     : text[name_end + 2];
}

// A reading counts only if the thread was there all the while; the account never runs backwards.
ThreadUse Thread::use() const {
  if (!is_ending_.load(std::memory_order_acquire)) {
    const ThreadUse now = use_now(handle_.load(std::memory_order_acquire), tid_);
    if (!is_ending_.load(std::memory_order_acquire)) return now;
  }
  while (!has_ended()) std::this_thread::yield();
  return last_;
}

}  // namespace kickpath::vmm

#include "qemu/host_thread.hpp"

#include <algorithm>
#include <atomic>
#include <pthread.h>
#include <sched.h>
#include <thread>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "hostfacts/cpu_list.hpp"
#include "protocol/spin.hpp"

using namespace kickpath;
using namespace kickpath::literals;

namespace {

/// A thread of this process with a name, which computes until its end.
class Worker {
 public:
  Worker()
      : thread_([this] {
          pthread_setname_np(pthread_self(), "IO worker");
          tid_ = gettid();
          while (!is_over_) protocol::spin(1000);
        }) {
    while (tid_ == 0) std::this_thread::yield();
  }
  ~Worker() {
    is_over_ = true;
    thread_.join();
  }
  pid_t tid() const { return tid_; }

 private:
  std::atomic<pid_t> tid_ = 0;
  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

}  // namespace

TEST_CASE("The run time of a thread is the first figure of its schedstat, in ns") {
  CHECK(qemu::run_time_in("1234567 89 10\n") == 1'234'567_ns);
  CHECK(qemu::run_time_in("") == std::nullopt);
  CHECK(qemu::run_time_in("x 1 2") == std::nullopt);
}

TEST_CASE("Switches are those that a thread wanted and those that it did not") {
  CHECK(qemu::switches_in("Name:\tIO x\nvoluntary_ctxt_switches:\t3\nnonvoluntary_ctxt_switches:\t4\n") ==
        7u);
  CHECK(qemu::switches_in("Name:\tx\n") == std::nullopt);
}

TEST_CASE("A process's threads are found by their names, and their use only grows") {
  const Worker worker;
  const auto threads = qemu::threads_of(getpid());
  const auto found =
      std::find_if(threads.begin(), threads.end(), [&](const auto& t) { return t.tid == worker.tid(); });
  REQUIRE(found != threads.end());
  CHECK(found->name == "IO worker");
  const auto before = qemu::use_of(getpid(), worker.tid());
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const auto after = qemu::use_of(getpid(), worker.tid());
  REQUIRE(before);
  REQUIRE(after);
  CHECK(after->cpu_time > before->cpu_time);
  CHECK(after->switches_away >= before->switches_away);
}

TEST_CASE("Of a thread that is gone there is nothing") {
  pid_t tid = 0;
  {
    const Worker worker;
    tid = worker.tid();
  }
  for (int i = 0; i < 1000 && qemu::use_of(getpid(), tid); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  CHECK(qemu::use_of(getpid(), tid) == std::nullopt);
}

TEST_CASE("A placed thread runs on its cpus alone") {
  const Worker worker;
  const unsigned cpu = hostfacts::allowed_cores().back().value;
  qemu::place(worker.tid(), {cpu}, 0);
  const auto cores = hostfacts::allowed_cores(worker.tid());
  REQUIRE(cores.size() == 1);
  CHECK(cores[0].value == cpu);
}

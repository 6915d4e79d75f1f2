#include "vmm/thread.hpp"

#include <cerrno>
#include <pthread.h>
#include <sched.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "hostfacts/cpu_list.hpp"
#include "protocol/spin.hpp"
#include "vmm/file_descriptor.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::vmm;

/// Nothing here waits for a date: a thread that is late is waited for.
namespace {

std::vector<unsigned> cpus_here() {
  std::vector<unsigned> cpus;
  for (const CoreId core : hostfacts::allowed_cores()) cpus.push_back(core.value);
  return cpus;
}

void wait_for_end(const Thread& thread) {
  while (!thread.has_ended()) std::this_thread::yield();
}

/// Runs `body` to its end in a thread of `spec`.
void run_in(ThreadSpec spec, const std::function<void()>& body) {
  Failure failure;
  { const Thread thread(std::move(spec), failure, body); }
  failure.rethrow();
}

std::string name_of_this_thread() {
  char name[16] = {};
  pthread_getname_np(pthread_self(), name, sizeof name);
  return name;
}

std::vector<unsigned> cpus_of_this_thread() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof set, &set);
  std::vector<unsigned> cpus;
  for (unsigned cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(cpu, &set)) cpus.push_back(cpu);
  return cpus;
}

int niceness_of_this_thread() { return getpriority(PRIO_PROCESS, 0); }

/// Where a body waits until the test has seen it.
struct Gate {
  void open() { is_open.store(true, std::memory_order_release); }
  void wait() const {
    while (!is_open.load(std::memory_order_acquire)) protocol::spin(1000);
  }
  std::atomic<bool> is_open = false;
};

}  // namespace

TEST_CASE("A thread has its name, cut to the kernel's 15 characters") {
  std::string name;
  run_in({"vm0/vcpu0", cpus_here()}, [&] { name = name_of_this_thread(); });
  CHECK(name == "vm0/vcpu0");
  run_in({"0123456789abcde", cpus_here()}, [&] { name = name_of_this_thread(); });
  CHECK(name == "0123456789abcde");
  run_in({"0123456789abcdef", cpus_here()}, [&] { name = name_of_this_thread(); });
  CHECK(name == "0123456789abcde");
}

TEST_CASE("A thread runs on the cpus that its spec names, and on no other") {
  std::vector<unsigned> cpus;
  for (const unsigned cpu : cpus_here()) {
    run_in({"bound", {cpu}}, [&] { cpus = cpus_of_this_thread(); });
    CHECK(cpus == std::vector{cpu});
  }
  run_in({"free", cpus_here()}, [&] { cpus = cpus_of_this_thread(); });
  CHECK(cpus == cpus_here());
}

TEST_CASE("A thread's niceness is its own") {
  const int here = niceness_of_this_thread();
  const int nicer = std::min(here + 1, 19);  // nicer is what everybody may be
  int there = 0;
  run_in({"nice", cpus_here(), nicer}, [&] { there = niceness_of_this_thread(); });
  CHECK(there == nicer);
  CHECK(niceness_of_this_thread() == here);
  run_in({"not nice", cpus_here()}, [&] { there = niceness_of_this_thread(); });
  CHECK(there == here);  // 0 leaves it as it is
}

TEST_CASE("CPU time grows while a thread works, and is kept after its end") {
  Failure failure;
  Gate gate;
  Thread thread({"worker", cpus_here()}, failure, [&] { gate.wait(); });
  const Duration begin = thread.use().cpu_time;
  while (thread.use().cpu_time < begin + 2_ms) std::this_thread::yield();
  gate.open();
  wait_for_end(thread);
  const ThreadUse use = thread.use();
  CHECK(use.cpu_time >= begin + 2_ms);
  CHECK(thread.use().cpu_time == use.cpu_time);
  CHECK(thread.use().switches_away == use.switches_away);
}

TEST_CASE("A thread that ends while its account is read has one all the same") {
  for (int i = 0; i < 2000; ++i) {
    Failure failure;
    Thread thread({"brief", cpus_here()}, failure,
                  [i] { protocol::spin(static_cast<std::uint64_t>(i) * 100); });
    Duration before{};
    std::uint64_t switches = 0;
    for (bool is_over = false; !is_over;) {
      is_over = thread.has_ended();
      const ThreadUse use = thread.use();
      REQUIRE(use.cpu_time >= before);
      REQUIRE(use.switches_away >= switches);
      before = use.cpu_time;
      switches = use.switches_away;
    }
    CHECK(before > Duration::zero());
  }
}

TEST_CASE("A thread that waits is switched away from, and sleeps") {
  Failure failure;
  const FileDescriptor event{eventfd(0, EFD_CLOEXEC)};
  Thread thread({"sleeper", cpus_here()}, failure, [&] {
    std::uint64_t count = 0;
    static_cast<void>(read(event.get(), &count, sizeof count));
  });
  while (thread.state() != 'S') std::this_thread::yield();
  CHECK(thread.use().switches_away >= 1);
  CHECK_FALSE(thread.has_ended());
  const std::uint64_t one = 1;
  REQUIRE(write(event.get(), &one, sizeof one) == sizeof one);
  wait_for_end(thread);
  CHECK(thread.state() == 'X');
}

TEST_CASE("What a body throws is reported and thrown where it is asked for") {
  Failure failure;
  CHECK_FALSE(failure.has_happened());
  CHECK_NOTHROW(failure.rethrow());
  {
    const Thread thread({"a", cpus_here()}, failure, [] { throw std::runtime_error("it broke"); });
  }
  CHECK(failure.has_happened());
  CHECK_THROWS_WITH(failure.rethrow(), "it broke");
  CHECK_THROWS_WITH(failure.rethrow(), "it broke");  // as often as it is asked
}

TEST_CASE("Of several failures the first is told") {
  Failure failure;
  for (const char* what : {"first", "second"}) {
    const Thread thread({"a", cpus_here()}, failure, [what] { throw std::runtime_error(what); });
    wait_for_end(thread);
  }
  CHECK_THROWS_WITH(failure.rethrow(), "first");
}

TEST_CASE("A thread that cannot be what its spec says fails without running its body") {
  Failure failure;
  bool has_run = false;
  {
    const Thread thread({"nowhere", {}}, failure, [&] { has_run = true; });
  }
  CHECK_FALSE(has_run);
  CHECK_THROWS_WITH(failure.rethrow(), Catch::Contains("cannot pin a thread"));
}

// A signal that comes before the read has begun is lost, so it is sent until the thread has seen one.
TEST_CASE("interrupt() ends the system call that a thread is in") {
  Failure failure;
  const FileDescriptor event{eventfd(0, EFD_CLOEXEC)};
  ssize_t result = 0;
  int error = 0;
  Thread thread({"reader", cpus_here()}, failure, [&] {
    std::uint64_t count = 0;
    result = read(event.get(), &count, sizeof count);
    error = errno;
  });
  while (!thread.has_ended()) {
    thread.interrupt();
    std::this_thread::yield();
  }
  CHECK(result == -1);
  CHECK(error == EINTR);
  thread.interrupt();  // of a thread that has ended: nothing
  CHECK_NOTHROW(failure.rethrow());
}

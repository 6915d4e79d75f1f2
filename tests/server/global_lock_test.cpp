#include "server/global_lock.hpp"

#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// The lock is a futex: free, it costs nothing; taken, a system call to sleep and one to wake.
namespace {

struct Contest {
  explicit Contest(std::uint32_t cores) : machine(host_of(cores), ps::profile()), lock(machine.host) {}

  /// Arrives at `arrival`, holds the lock for `held`, notes when it got it.
  host::Task& rival(const std::string& name, std::uint32_t core, Duration arrival, Duration held) {
    return machine.task(name, core, [this, name, arrival, held](host::Task& self) {
      self.kernel(arrival - machine.now());
      lock.lock(self);
      CHECK_FALSE(is_held);
      is_held = true;
      order += name;
      got.push_back(machine.now());
      self.kernel(held);
      is_held = false;
      lock.unlock(self);
      released.push_back(machine.now());
    });
  }

  ScriptedHost machine;
  server::GlobalLock lock;
  bool is_held = false;
  std::string order;
  std::vector<Duration> got, released;
};

}  // namespace

TEST_CASE("A free lock costs nothing") {
  Contest contest(1);
  contest.rival("a", 0, 10_us, 5_us);
  contest.machine.run_until(1_ms);
  CHECK(contest.got == std::vector{10_us});
  CHECK(contest.released == std::vector{15_us});
}

TEST_CASE("A taken lock: its finder sleeps, its holder wakes him, at a system call each") {
  Contest contest(2);
  contest.rival("a", 0, 10_us, 50_us);
  contest.rival("b", 1, 20_us, 5_us);
  contest.machine.run_until(1_ms);
  const Duration woken = 60_us + ps::syscall + ps::wake_remote + ps::ipi_send_idle;
  CHECK(contest.released[0] == woken);
  CHECK(contest.got == std::vector{10_us, woken + ps::idle_exit + ps::sched_switch});
}

TEST_CASE("A lock that falls free during the system call is taken without sleeping") {
  Contest contest(2);
  contest.rival("a", 0, 10_us, 10_us);
  contest.rival("b", 1, 20_us - 1_ps, 5_us);
  contest.machine.run_until(1_ms);
  CHECK(contest.got == std::vector{10_us, 20_us - 1_ps + ps::syscall});
  CHECK(contest.released[0] == 20_us);  // nobody slept
}

TEST_CASE("Sleepers are woken in the order of their coming") {
  Contest contest(4);
  contest.rival("a", 0, 10_us, 100_us);
  contest.rival("c", 2, 40_us, 100_us);
  contest.rival("b", 1, 30_us, 100_us);
  contest.rival("d", 3, 50_us, 100_us);
  contest.machine.run_until(1_ms);
  CHECK(contest.order == "abcd");
}

TEST_CASE(
    "Who comes while the woken one is on its way takes the lock before it; that one sleeps again and is "
    "served later") {
  Contest contest(3);
  contest.rival("a", 0, 10_us, 50_us);
  contest.rival("b", 1, 20_us, 5_us);
  contest.rival("c", 2, 61_us, 50_us);  // "a" has let go at 60 us, "b" is not there before 66 us
  contest.machine.run_until(1_ms);
  CHECK(contest.order == "acb");
}

TEST_CASE("A wake-up for something else does not cost a sleeper its place") {
  Contest contest(4);
  contest.rival("a", 0, 10_us, 100_us);
  host::Task& b = contest.rival("b", 1, 20_us, 5_us);
  contest.rival("c", 2, 30_us, 5_us);
  contest.machine.task("stray", 3, [&](host::Task& self) {
    for (const Duration date : {18_us, 50_us}) {  // before b sleeps, and while it does
      self.kernel(date - contest.machine.now());
      self.host().wake(b, self);
    }
  });
  contest.machine.run_until(1_ms);
  CHECK(contest.order == "abc");
}

#include "hostfacts/host_use.hpp"

#include <ctime>
#include <functional>
#include <thread>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "fake_tree.hpp"

using namespace kickpath;
using namespace kickpath::hostfacts;
using kickpath::hostfacts::testing::FakeTree;

namespace {

/// `seconds` after boot, with so much busy, idle and steal of all cores, and so much own CPU time.
HostUse use(double at, double busy, double idle, double steal, double own) {
  return {at, own, {busy, idle, steal}, {}};
}

double thread_cpu_s() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// So much CPU time of the calling thread.
void work(double seconds) {
  const double end = thread_cpu_s() + seconds;
  while (thread_cpu_s() < end) {
  }
}

}  // namespace

TEST_CASE("Busy, idle and steal are read from their columns; guests are in user already") {
  FakeTree tree;
  //                        user nice system idle iowait irq softirq steal guest guest_nice
  tree.put("proc/stat",
           "cpu  100 20   300  4000  500  6    7     80    90    10\n"
           "cpu0 100 20   300  1000  500  6    7     80    90    10\n"
           "cpu3   0  0     0  3000    0  0    0      0     0     0\n"
           "intr 1 2 3\nctxt 4\n");
  const auto read = take_host_use(tree.files());
  REQUIRE(read);
  const double tick = 1.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
  CHECK(read->total.busy == Approx((100 + 20 + 300 + 6 + 7) * tick));
  CHECK(read->total.idle == Approx((4000 + 500) * tick));
  CHECK(read->total.steal == Approx(80 * tick));
  REQUIRE(read->cores.size() == 2);
  CHECK(read->cores[1].id == CoreId{3});
  CHECK(read->cores[1].times.idle == Approx(3000 * tick));
  CHECK(read->own >= 0);  // the tick may not have met us yet
}

TEST_CASE("A /proc/stat that is missing or makes no sense is unknown") {
  FakeTree tree;
  CHECK(!take_host_use(tree.files()));
  for (const char* text : {"", "cpu  1 2 3\n", "cpu0 1 2 3 4 5 6 7 8\n", "cpu a b c d e f g h\n",
                           "cpu  1 2 3 4 5 6 7 8\ncpux 1 2 3 4 5 6 7 8\n", "cpu  1 2 3 4 5 6 7 -8\n"}) {
    INFO(text);
    CHECK(!take_host_use(tree.put("proc/stat", text).files()));
  }
}

TEST_CASE("What is not ours is foreign, in cores") {
  // 2 s on two cores: busy 1.5 s, of which 1.2 s ours; so 0.3 s foreign in 2 s. Steal 0.04 s of 4 s.
  const auto load = foreign_load(use(10, 100, 50, 1, 7), use(12, 101.5, 52.46, 1.04, 8.2));
  REQUIRE(load);
  CHECK(load->foreign == Approx((1.5 - 1.2) / 2));
  CHECK(load->steal == Approx(0.04 / 4));
}

TEST_CASE("Accounting that lags behind makes the foreign load negative") {
  CHECK(foreign_load(use(0, 0, 0, 0, 0), use(1, 0.9, 1.1, 0, 1.0))->foreign == Approx(-0.1));
}

TEST_CASE("Own use grows with the work of all threads, ended ones too, and not with time") {
  // It is counted in samples of the tick, of which a busy machine takes few of ours: so work until it shows.
  const auto work_until_seen = [](double seconds, const std::function<void()>& tenth) {
    const double begin = take_host_use(HostFiles{})->own;
    double worked = 0;
    for (; take_host_use(HostFiles{})->own - begin < seconds && worked < 100 * seconds; worked += 0.1) tenth();
    CHECK(take_host_use(HostFiles{})->own - begin >= seconds);
    CHECK(worked > seconds / 2);  // nobody else's work is counted
  };
  work_until_seen(0.3, [] { std::thread([] { work(0.1); }).join(); });
  work_until_seen(0.3, [] { work(0.1); });
  const double worked = take_host_use(HostFiles{})->own;
  usleep(300'000);
  CHECK(take_host_use(HostFiles{})->own - worked < 0.1);
}

TEST_CASE("No time went by: no load is known") {
  CHECK(!foreign_load(use(5, 1, 1, 0, 0), use(5, 1, 1, 0, 0)));
  CHECK(!foreign_load(use(5, 1, 1, 0, 0), use(5.001, 1, 1, 0, 0)));
}

TEST_CASE("A core is busy when it is neither idle nor stolen, whatever the tick has met") {
  HostUse begin = use(0, 0, 0, 0, 0);
  HostUse end = use(2, 0, 0, 0, 0);
  begin.cores = {{{0}, {5, 5, 0}}, {{1}, {0, 0, 0}}};
  end.cores = {{{0}, {5.1, 6.4, 0.1}}, {{1}, {0, 0, 0}}};
  CHECK(core_busy(begin, end, {0}).value() == Approx((2 - 1.4 - 0.1) / 2));
  end.cores[0].times.idle = 7.01;  // the grain of /proc/stat
  CHECK(core_busy(begin, end, {0}).value() == 0);
  CHECK(!core_busy(begin, end, {1}));
  CHECK(!core_busy(begin, end, {2}));
}

TEST_CASE("Quiet is from -5 % to +5 % of a core, both included") {
  CHECK(is_quiet({0.05, 0}, false));
  CHECK(!is_quiet({0.0501, 0}, false));
  CHECK(is_quiet({-0.05, 0}, false));
  CHECK(!is_quiet({-0.0501, 0}, false));
}

TEST_CASE("Where vcpus halt, quiet is from -15 % to +12 %") {
  CHECK(is_quiet({0.12, 0}, true));
  CHECK(!is_quiet({0.1201, 0}, true));
  CHECK(is_quiet({-0.15, 0}, true));
  CHECK(!is_quiet({-0.1501, 0}, true));
}

TEST_CASE("More than 1 % steal is not quiet, whoever is foreign") {
  CHECK(is_quiet({0, 0.01}, false));
  CHECK(!is_quiet({0, 0.0101}, false));
  CHECK(!is_quiet({0, 0.0101}, true));
}

TEST_CASE("This host's own /proc/stat is read, and time goes by") {
  const auto begin = take_host_use(HostFiles{});
  REQUIRE(begin);
  usleep(50'000);
  const auto end = take_host_use(HostFiles{});
  REQUIRE(end);
  CHECK(end->at - begin->at >= 0.05);
  CHECK(!end->cores.empty());
  CHECK(end->total.idle + end->total.busy >= begin->total.idle + begin->total.busy);
}

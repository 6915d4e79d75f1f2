#include "measure/suite.hpp"

#include <chrono>

#include <catch2/catch.hpp>

#include "hostfacts/cpu_list.hpp"

using namespace kickpath;
using namespace kickpath::measure;
using namespace std::chrono_literals;

namespace {

/// A group that gives `value` for each name, and counts its runs.
Group group(std::vector<std::string> names, std::vector<double> values, int* runs = nullptr) {
  Group made;
  for (std::string& name : names) made.entries.push_back({std::move(name), "begin -> end"});
  made.run = [values, runs, n = names.size()](Bench&) {
    if (runs != nullptr) ++*runs;
    return std::vector<Samples>(n, Samples{values, 1, ""});
  };
  return made;
}

/// A host whose others use so much of a core in each interval; one second goes by between two looks.
struct FakeHost {
  std::vector<double> foreign;
  std::size_t looks = 0;
  double busy = 0;

  std::optional<hostfacts::HostUse> look() {
    const std::size_t interval = looks / 2;
    if (looks % 2 == 1) busy += foreign.at(interval);
    const double at = static_cast<double>(looks++);
    return hostfacts::HostUse{at, 0, {busy, 2 * at - busy, 0}, {}};
  }
};

SuiteSetting setting_of(FakeHost& host) {
  SuiteSetting setting{hostfacts::TscClock(Frequency{1'000'000'000}),
                       Cores{hostfacts::allowed_cores().front(), std::nullopt, false},
                       Effort{},
                       {},
                       [&host] { return host.look(); },
                       [](auto, auto) { return std::optional{true}; },
                       [](auto) { return [] { return std::optional{true}; }; },
                       {}};
  return setting;
}

std::vector<std::string> names(const SuiteRun& run) {
  std::vector<std::string> names;
  for (const Benchmark& benchmark : run.benchmarks) names.push_back(benchmark.name);
  return names;
}

using Names = std::vector<std::string>;

SuiteRun run_suite(const std::vector<Group>& groups, const SuiteSetting& setting, int rounds = 1) {
  SuiteRounds suite(groups, setting);
  for (int round = 0; round < rounds; ++round) suite.round();
  return suite.result();
}

}  // namespace

TEST_CASE("A quiet group runs once, in order") {
  int runs = 0;
  FakeHost host{{0.05, 0.0}};
  const SuiteRun run =
      run_suite(std::vector{group({"a.x", "a.y"}, {3, 1, 2}, &runs), group({"b"}, {5})}, setting_of(host));
  CHECK(names(run) == Names{"a.x", "a.y", "b"});
  CHECK(runs == 1);
  CHECK(run.rejected == 0);
  CHECK(run.benchmarks[0].is_quiet == true);
  CHECK(run.benchmarks[0].load->foreign == Approx(0.05));
  CHECK(run.benchmarks[0].summary->median == 2);
}

TEST_CASE("A run under foreign load is thrown away and repeated") {
  int runs = 0;
  FakeHost host{{1.0, 0.01}};
  const SuiteRun run = run_suite(std::vector{group({"a"}, {1}, &runs)}, setting_of(host));
  CHECK(runs == 2);
  CHECK(run.rejected == 1);
  CHECK(run.benchmarks[0].is_quiet == true);
  CHECK(run.benchmarks[0].load->foreign == Approx(0.01));
}

TEST_CASE("After six runs that were not quiet the best one is kept, and says so") {
  int runs = 0;
  FakeHost host{{1.0, 0.7, 0.9, 0.3, 0.7, 0.8}};
  const SuiteRun run = run_suite(std::vector{group({"a"}, {1}, &runs)}, setting_of(host));
  CHECK(runs == 6);
  CHECK(run.rejected == 5);
  CHECK(run.benchmarks[0].is_quiet == false);
  CHECK(run.benchmarks[0].load->foreign == Approx(0.3));
}

TEST_CASE("Where vcpus halt, more load is quiet") {
  for (const bool do_halt : {false, true}) {
    FakeHost host{{0.1, 0.1, 0.1, 0.1, 0.1, 0.1}};
    Group halting = group({"a"}, {1});
    halting.do_vcpus_halt = do_halt;
    CHECK(run_suite(std::vector{halting}, setting_of(host)).benchmarks[0].is_quiet == do_halt);
  }
}

TEST_CASE("A host that does not say who uses it is neither quiet nor not, and nothing is repeated") {
  int runs = 0;
  FakeHost host{{}};
  SuiteSetting setting = setting_of(host);
  setting.host_use = [] { return std::optional<hostfacts::HostUse>{}; };
  const SuiteRun run = run_suite(std::vector{group({"a"}, {1}, &runs)}, setting);
  CHECK(runs == 1);
  CHECK(!run.benchmarks[0].is_quiet);
  CHECK(!run.benchmarks[0].load);
}

TEST_CASE("A run in which a neighbour slowed the cores down is repeated, as under load") {
  int runs = 0;
  FakeHost host{{0, 0, 0}};
  SuiteSetting setting = setting_of(host);
  setting.watch = [&](auto) { return [&] { return std::optional{runs == 2}; }; };
  const SuiteRun run = run_suite(std::vector{group({"a"}, {1}, &runs)}, setting);
  CHECK(runs == 2);
  CHECK(run.rejected == 1);
  CHECK(run.benchmarks[0].is_quiet == true);
}

TEST_CASE("A group whose samples would show looks at the cores is looked at before and after it") {
  std::vector<std::chrono::milliseconds> patience;
  FakeHost host{{0, 0}};
  SuiteSetting setting = setting_of(host);
  setting.effort.time = 7ms;
  setting.is_calm = [&](std::span<const CoreId> cores, std::chrono::milliseconds longest) {
    CHECK(cores.size() == 1);  // as many as the group needs
    patience.push_back(longest);
    return true;
  };
  Group seeing = group({"a"}, {1});
  seeing.sees_looks = true;
  run_suite(std::vector{seeing, group({"b"}, {1})}, setting);
  // four times as long as a run takes before each, and at the end of the first
  CHECK(patience == std::vector<std::chrono::milliseconds>{28ms, 0ms, 28ms});
}

TEST_CASE("Prefixes choose benchmarks; a group without any does not run") {
  int runs = 0;
  int others = 0;
  FakeHost host{{0, 0}};
  SuiteSetting setting = setting_of(host);
  setting.only = {"wake.epoll", "b"};
  const std::vector groups{group({"wake.epoll.waker", "wake.ppoll.waker"}, {1}, &runs),
                           group({"c"}, {1}, &others), group({"b"}, {1})};
  CHECK(names(run_suite(groups, setting)) == Names{"wake.epoll.waker", "b"});
  CHECK(runs == 1);
  CHECK(others == 0);
  CHECK(wanted_groups(groups, setting.only).size() == 2);
  CHECK(wanted_groups(groups, Names{"wake.x"}).empty());
  CHECK(wanted_groups(groups, {}).size() == 3);
}

TEST_CASE("What needs a second core is left out on a host with one, with the reason") {
  int runs = 0;
  FakeHost host{{0}};
  Group line = group({"line.x", "line.y"}, {1}, &runs);
  line.cores = 2;
  const SuiteRun run = run_suite(std::vector{line, group({"b"}, {1})}, setting_of(host));
  CHECK(runs == 0);
  CHECK(names(run) == Names{"b"});
  REQUIRE(run.skipped.size() == 2);
  CHECK(run.skipped[0].name == "line.x");
  CHECK(run.skipped[0].reason == "needs 2 cores");
}

TEST_CASE("A group that finds out that this machine cannot is left out, with its reason") {
  FakeHost host{{0, 0}};
  Group none = group({"kvm.x"}, {});
  none.run = [](Bench&) -> std::vector<Samples> { throw CannotMeasure("no posted interrupts"); };
  const SuiteRun run = run_suite(std::vector{none}, setting_of(host));
  CHECK(run.benchmarks.empty());
  REQUIRE(run.skipped.size() == 1);
  CHECK(run.skipped[0].reason == "no posted interrupts");
}

TEST_CASE("No sample is no summary, and still a benchmark") {
  FakeHost host{{0}};
  const SuiteRun run = run_suite(std::vector{group({"a"}, {})}, setting_of(host));
  REQUIRE(run.benchmarks.size() == 1);
  CHECK(!run.benchmarks[0].summary);
}

TEST_CASE("A group that gives more or less than it lists is a bug") {
  FakeHost host{{0}};
  Group wrong = group({"a"}, {1});
  wrong.run = [](Bench&) { return std::vector<Samples>(2); };
  CHECK_THROWS_AS(run_suite(std::vector{wrong}, setting_of(host)), std::logic_error);
}

TEST_CASE("Progress names the group and ends the suite by throwing") {
  FakeHost host{{0, 0}};
  SuiteSetting setting = setting_of(host);
  std::vector<std::pair<std::string, double>> seen;
  setting.progress = [&](std::string_view name, double done) { seen.emplace_back(name, done); };
  const std::vector groups{group({"a"}, {1}), group({"b"}, {1})};
  run_suite(groups, setting);
  CHECK(seen == std::vector<std::pair<std::string, double>>{{"a", 0.0}, {"b", 0.5}});

  struct Stop {};
  setting.progress = [](std::string_view, double) { throw Stop{}; };
  CHECK_THROWS_AS(run_suite(groups, setting), Stop);
}

TEST_CASE("A bench goes on until its time is up and its least samples are there") {
  const hostfacts::TscClock tsc = hostfacts::calibrate_tsc();
  Bench brief(tsc, {}, {std::chrono::nanoseconds{0}, 3}, {});
  CHECK(brief.collect(0, 1, [] { return 1.0; }).size() == 3);
  Bench timed(tsc, {}, {std::chrono::milliseconds{20}, 1}, {});
  const Ticks begin = rdtscp();
  timed.collect(0, 2, [] { return 1.0; });
  CHECK(tsc.to_ns(rdtscp() - begin) >= 9e6);  // half of the time is for the second benchmark
  timed.collect(1, 2, [] { return 1.0; });
  CHECK(tsc.to_ns(rdtscp() - begin) >= 19e6);
}

TEST_CASE("A benchmark's samples are those of all rounds, its load the worst of them") {
  int runs = 0;
  FakeHost host{{0.01, 0.02, 0.03, 0.04}};
  const SuiteRun run = run_suite({group({"a"}, {1, 2}, &runs), group({"b"}, {5})}, setting_of(host), 2);
  CHECK(names(run) == Names{"a", "b"});
  CHECK(runs == 2);
  CHECK(run.benchmarks[0].summary->n == 4);
  CHECK(run.benchmarks[0].load->foreign == Approx(0.03));  // its rounds are intervals 1 and 3
}

TEST_CASE("A group that was quiet in one round has that one alone") {
  FakeHost host{{1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.01}};
  const SuiteRun run = run_suite({group({"a"}, {1, 2})}, setting_of(host), 2);
  CHECK(run.benchmarks[0].is_quiet == true);
  CHECK(run.benchmarks[0].summary->n == 2);
  CHECK(run.benchmarks[0].load->foreign == Approx(0.01));
}

TEST_CASE("What a machine lacks is told once, however many rounds") {
  FakeHost host{{0.0, 0.0}};
  Group lacking = group({"a"}, {1});
  lacking.cores = 2;  // the setting has one
  const SuiteRun run = run_suite({lacking}, setting_of(host), 2);
  REQUIRE(run.skipped.size() == 1);
  CHECK(run.skipped[0].reason == "needs 2 cores");
}

TEST_CASE("Step by step the suite goes round and round") {
  int a = 0, b = 0;
  FakeHost host{{0.0, 0.0, 0.0}};
  SuiteRounds suite(std::vector{group({"a"}, {1}, &a), group({"b"}, {2}, &b)}, setting_of(host));
  for (int i = 0; i < 3; ++i) suite.step();
  CHECK(a == 2);
  CHECK(b == 1);
  CHECK(suite.result().benchmarks[0].summary->n == 2);
}

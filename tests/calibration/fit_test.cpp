#include "calibration/fit.hpp"

#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "calibration/design.hpp"
#include "engine/random_stream.hpp"
#include "support/distinct_costs.hpp"
#include "synthetic.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using namespace kickpath::calibration;
using C = cost::Component;

namespace {

Composites composites_of_json(const Json& json) {
  const TestFile file("fit_test.json", json);
  config::Errors errors;
  const auto measurement = load_measurement(file.path(), errors);
  INFO(errors.format());
  REQUIRE(measurement);
  return composites_of(*measurement, {});
}

Fit fit_of(const Json& json) {
  std::string problem;
  auto result = fit(composites_of_json(json), nullptr, problem);
  INFO(problem);
  REQUIRE(result);
  return *std::move(result);
}

const Estimate& estimate_of(const Fit& fit, C component) {
  return *std::ranges::find(fit.estimates, component, &Estimate::component);
}

cost::CostProfile true_profile() {
  cost::CostProfile profile = ps::profile();
  profile[C::sched_tick].value = Distribution::fixed(Duration{4'000'000});
  // With halt.poll_exit it comes in a sum alone; the prior takes half of exit.pio off, which must leave some.
  profile[C::irq_inject].value = Distribution::fixed(Duration{2'100'000});
  // What priors alone divide: the signal within a kick, the IPI within a wake-up of an idle core.
  profile[C::eventfd_signal].value =
      Distribution::fixed(profile[C::eventfd_write].value.a - profile[C::syscall].value.a);
  profile[C::ipi_send_idle].value = profile[C::ipi_send].value;
  profile[C::copy_per_byte].value = Distribution::fixed(Duration{50});
  profile[C::guest_request].value = Distribution::fixed(Duration{83'000});
  profile[C::server_request].value = Distribution::fixed(Duration{41'000});
  return profile;
}

/// What the suite's benchmarks tell by themselves.
constexpr C told_by_data[] = {
    C::exit_mmio_decode, C::eventfd_write, C::eventfd_read,        C::epoll_ready,    C::syscall,
    C::sched_switch,     C::sched_tick,    C::wake_local,          C::wake_ipi_busy,
    C::wake_idle_exit,   C::sched_vcpu_in,  C::sched_vcpu_out,     C::ipi_send,      C::irq_irqfd,      C::irq_ioctl,
    C::irq_eoi,          C::irq_return,    C::ring_post,           C::ring_kick_test, C::ring_reap,
    C::ring_pop,         C::ring_push,     C::ring_interrupt_test, C::line_transfer,  C::copy_per_byte};

}  // namespace

TEST_CASE("The simulator says how often a component is within a benchmark") {
  const cost::CostProfile profile = true_profile();
  const auto count = [&](const char* name, C component) {
    return counts(*microbench::find(name), profile, std::span(&component, 1)).front();
  };
  CHECK(count("kick.ioeventfd_pio", C::exit_pio) == 1);
  CHECK(count("kick.ioeventfd_pio", C::exit_userspace) == 0);
  CHECK(count("copy.4096_bytes", C::copy_per_byte) == 4096);
  CHECK(count("eventfd.write_read", C::eventfd_write) == 1);
}

TEST_CASE("What programs do for a request comes back but for the rounding of a mean of 64") {
  const cost::CostProfile truth = true_profile();
  const Fit result = fit_of(measurement_of(truth));
  // A test's 64th part of a picosecond more or less is seen as no or as one picosecond: of 10 ns some 10 ps.
  for (const C component : {C::guest_request, C::server_request})
    CHECK(estimate_of(result, component).ns ==
          Approx(to_nanoseconds(truth[component].value.a)).epsilon(0).margin(0.02));
}

TEST_CASE("Costs that the data tell come back exactly from data without noise") {
  const cost::CostProfile truth = true_profile();
  const Fit result = fit_of(measurement_of(truth));
  for (const C component : told_by_data) {
    const Estimate& estimate = estimate_of(result, component);
    INFO(cost::info(component).name);
    CHECK(estimate.ns == Approx(to_nanoseconds(truth[component].value.a)).epsilon(1e-6).margin(0.002));
    CHECK_FALSE(estimate.is_held_by_prior);
    CHECK(estimate.prior_share < 0.05);
  }
  CHECK(result.solution.excess == 1);
}

// exit.pio and eventfd.signal come in their sum alone: 1200.007 + 149.980. The prior holds eventfd.signal at
// eventfd.write - syscall = 240.011 - 90.031 = 149.980, which here is true, so exit.pio is the rest.
TEST_CASE("What comes in a sum alone is divided by a prior, and said so") {
  const Fit result = fit_of(measurement_of(true_profile()));
  const Estimate& signal = estimate_of(result, C::eventfd_signal);
  CHECK(signal.is_held_by_prior);
  CHECK(signal.ns == Approx(149.980).epsilon(1e-4));
  CHECK(signal.sd_ns == Approx(0.3 * 149.980).epsilon(0.02));
  CHECK(signal.prior.find("eventfd.write less an empty system call") != std::string::npos);
  const Estimate& exit = estimate_of(result, C::exit_pio);
  CHECK_FALSE(exit.is_held_by_prior);
  CHECK(exit.ns == Approx(1349.987 - 149.980).epsilon(1e-4));
  CHECK(exit.sd_ns > signal.sd_ns * 0.99);  // it is no better known than what is taken off
  CHECK(estimate_of(result, C::irq_posted).is_held_by_prior);
}

TEST_CASE("An estimate says what it was added and subtracted from") {
  const Fit result = fit_of(measurement_of(true_profile()));
  CHECK(estimate_of(result, C::eventfd_read).made_of.starts_with("eventfd.write_read - 0.9"));
  CHECK(estimate_of(result, C::syscall).made_of == "syscall.getppid");
}

// 40 measurements whose medians are off by 1 % (one standard deviation of error_of's 1 %): of 40 x 25
// intervals of 95 %, about 950 hold the truth, with a standard error of 7 if they were independent, 7 x 5 if
// the 25 of one measurement all stood together.
TEST_CASE("The intervals of 95 % hold the truth in about 95 % of noisy measurements") {
  const cost::CostProfile truth = true_profile();
  int held = 0;
  int all = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    engine::RandomStream stream(seed, "noise");
    const Fit result =
        fit_of(measurement_of(truth, [&](std::string_view) { return 1 + 0.01 * stream.normal(); }));
    for (const C component : told_by_data) {
      const cost::Interval interval = interval_of(estimate_of(result, component));
      const Duration value = truth[component].value.a;
      held += interval.low <= value && value <= interval.high;
      ++all;
    }
  }
  INFO(held << " of " << all);
  CHECK(held > 0.90 * all);
  CHECK(held < 0.99 * all);
}

TEST_CASE("One wild measurement moves the others little, and widens the intervals") {
  const cost::CostProfile truth = true_profile();
  const Fit clean = fit_of(measurement_of(truth));
  const Fit result = fit_of(measurement_of(
      truth, [](std::string_view name) { return name == "interrupt.irqfd.blocked.seen" ? 3.0 : 1.0; }));
  CHECK(result.solution.excess > 2);
  CHECK(estimate_of(result, C::syscall).sd_ns > 2 * estimate_of(clean, C::syscall).sd_ns);
  CHECK(estimate_of(result, C::irq_eoi).ns ==
        Approx(to_nanoseconds(truth[C::irq_eoi].value.a)).epsilon(0.05));
}

TEST_CASE("No cost comes out negative, even where the data would have it so") {
  const Fit result = fit_of(measurement_of(true_profile(), [](std::string_view name) {
    return name == "kick.ioeventfd_mmio" || name == "exit.userspace_mmio" ? 0.5 : 1.0;
  }));
  const Estimate& decode = estimate_of(result, C::exit_mmio_decode);
  CHECK(decode.ns == 0);
  CHECK(interval_of(decode).low == Duration::zero());
  for (const Estimate& estimate : result.estimates) {
    CHECK(estimate.ns >= 0);
    CHECK(std::isfinite(estimate.ns));
    CHECK(std::isfinite(estimate.sd_ns));
  }
}

TEST_CASE("Without the kick benchmarks it is said which costs are open, and what would close them") {
  Json json = measurement_of(true_profile());
  auto& benchmarks = json["benchmarks"];
  Json kept = Json::array();
  for (const Json& entry : benchmarks)
    if (const auto name = entry["name"].get<std::string>();
        !name.starts_with("kick.") && !name.starts_with("exit."))
      kept.push_back(entry);
  benchmarks = kept;
  std::string problem;
  CHECK_FALSE(fit(composites_of_json(json), nullptr, problem));
  CHECK(problem.find("exit.pio: would come from kick.ioeventfd_pio, ") != std::string::npos);
  CHECK(problem.find("exit.userspace: would come from exit.userspace_pio, ") != std::string::npos);
  CHECK(problem.find("irq.eoi") == std::string::npos);
  CHECK(problem.find("exit.hypercall: would come from vmexit.vmcall\n") != std::string::npos);

  SECTION("a known profile closes them") {
    cost::CostProfile known = true_profile();
    known.name = "known";
    for (cost::Cost& cost : known.costs) cost.source = "told";
    const auto result = fit(composites_of_json(json), &known, problem);
    REQUIRE(result);
    const Estimate& exit = estimate_of(*result, C::exit_pio);
    CHECK(exit.is_held_by_prior);
    CHECK(exit.ns == Approx(1200.007).epsilon(1e-4));
    CHECK(exit.prior == "known: told");
  }
}

TEST_CASE("Equations that leave a direction open are no fit, and no number comes of them") {
  Undetermined undetermined;
  System system =
      build_system(composites_of_json(measurement_of(true_profile())).used, nullptr, undetermined);
  REQUIRE(undetermined.components.empty());
  CHECK_NOTHROW(solve(system));
  system.priors.erase(system.priors.begin());
  CHECK_THROWS_WITH(solve(system), Catch::Contains("contradict each other so far"));
}

TEST_CASE("A measurement that the suite of micro-benchmarks does not have is never used") {
  Json json = measurement_of(true_profile());
  json["benchmarks"].push_back(benchmark("other-1vm-qd1", {45.6}));
  const Composites composites = composites_of_json(json);
  for (const Composite& composite : composites.used) CHECK(microbench::find(composite.name) != nullptr);
  CHECK(std::ranges::any_of(composites.unused,
                            [](const Unused& unused) { return unused.name == "other-1vm-qd1"; }));
}

TEST_CASE("Of nothing measured no profile is made, prior or not") {
  cost::CostProfile known = true_profile();
  for (cost::Cost& cost : known.costs) cost.source = "told";
  std::string problem;
  CHECK_FALSE(fit({{}, {{"epoll.ready", "19 samples, 20 are needed", "m.json:7"}}}, &known, problem));
  CHECK(problem ==
        "nothing here can be calibrated from:\n  epoll.ready (m.json:7): 19 samples, 20 are needed");
}

// Today every component is within a benchmark or a relation; the rule is what keeps the next one from
// breaking fits.
TEST_CASE("What is calibrated is what a benchmark holds, a relation tells of or a known profile names") {
  for (const C component : calibrated(nullptr)) {
    INFO(cost::info(component).name);
    CHECK((has_relation(component) || !benchmarks_with(component).empty()));
  }
  cost::CostProfile known;
  known[C::copy_per_byte].source = "a profile";
  CHECK(std::ranges::count(calibrated(&known), C::copy_per_byte) == 1);
}

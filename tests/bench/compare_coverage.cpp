#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <sstream>

#include "compare/look_schedule.hpp"
#include "compare/run_pairs.hpp"
#include "random_worlds.hpp"
#include "scenario/simulate.hpp"
#include "study/run_one.hpp"
#include "synthetic.hpp"
#include "workers/run_tasks.hpp"
#include "workers/usable_cores.hpp"

/// How often the intervals of `kickpath compare` hold what they promise: on simulated pairs of worlds whose
/// difference is known, and on synthetic ones. Prints a table; exit 1 if a bar is missed.
namespace {

using namespace kickpath;
using namespace kickpath::compare;
using namespace kickpath::literals;
using namespace kickpath::testing;

constexpr unsigned chunk = 10;  // repetitions of a process

struct Seeds {
  unsigned first = 1;
  unsigned count = 500;  ///< repetitions
};

constexpr double coverage_from = 0.93, coverage_to = 0.97, most_different = 0.05;

struct Case {
  const char* name;
  Side a, b;
  double truth;  ///< ns of mean latency, A - B
};

/// A comparison as the verb makes it, but for the processes: its runs come one after the other in this one.
Comparison compare_here(const Case& pair, std::uint64_t seed) {
  Settings settings;
  settings.objective = results::metric_index("latency_ns.mean");
  settings.design.looks = look_schedule(8, 64);
  const auto run = [&](const Side& side, unsigned replica) {
    return study::figures_of(study::run_one(side.spec, side.profile, scenario::replica_seed(seed, replica)));
  };
  return compare::compare(settings, [&](unsigned from, unsigned to) {
    std::vector<Pair> pairs;
    for (unsigned i = from; i < to; ++i) pairs.push_back({run(pair.a, i), run(pair.b, i)});
    return pairs;
  });
}

std::string tally_text(const Case& pair, unsigned first, unsigned last) {
  Tally tally;
  for (unsigned seed = first; seed < last; ++seed) {
    const Comparison comparison = compare_here(pair, seed);
    const results::Interval ci95 = comparison.difference.ci95;
    tally.covered += ci95.lo <= pair.truth && pair.truth <= ci95.hi ? 1 : 0;
    const bool is_different =
        comparison.verdict == Verdict::a_is_better || comparison.verdict == Verdict::b_is_better;
    tally.resolved += is_different ? 1 : 0;
    tally.wrong_way += is_different && comparison.difference.estimate * pair.truth < 0 ? 1 : 0;
    tally.replicas += static_cast<double>(comparison.pairs.size());
  }
  return fmt::format("{} {} {} {}", tally.covered, tally.resolved, tally.wrong_way, tally.replicas);
}

/// In processes of ten.
Tally simulated(const Case& pair, Seeds seeds) {
  const unsigned end = seeds.first + seeds.count;
  std::vector<workers::Task> tasks;
  for (unsigned first = seeds.first; first < end; first += chunk)
    tasks.push_back(
        {pair.name, [&pair, first, end] { return tally_text(pair, first, std::min(first + chunk, end)); }});
  Tally sum;
  sum.repetitions = seeds.count;
  for (const std::string& text : workers::run_tasks(tasks, {workers::usable_cores()})) {
    Tally part;
    std::istringstream(text) >> part.covered >> part.resolved >> part.wrong_way >> part.replicas;
    sum.covered += part.covered;
    sum.resolved += part.resolved;
    sum.wrong_way += part.wrong_way;
    sum.replicas += part.replicas;
  }
  return sum;
}

bool show(const std::string& name, const Tally& tally, bool is_good) {
  fmt::print("{:<58} {:>6} {:>8.2f} {:>9.2f} {:>6.2f} {:>9.1f}  {}\n", name, tally.repetitions,
             100 * tally.coverage(), 100 * tally.resolution(), 100 * tally.share(tally.wrong_way),
             tally.replicas / tally.repetitions, is_good ? "" : "MISSED");
  return is_good;
}

bool covers(const std::string& name, const Tally& tally) {
  return show(name, tally, tally.coverage() >= coverage_from && tally.coverage() <= coverage_to);
}

bool is_rarely_different(const std::string& name, const Tally& tally) {
  return show(name, tally, tally.resolution() <= most_different);
}

/// The service of B takes as much longer as its mean does, all else is fixed: so does the mean latency.
bool simulated_rows(Seeds seeds) {
  bool is_good = true;
  for (const Case& pair : {
           Case{"simulated: service 5.0 and 5.2 us, common random numbers", random_world(5_us),
                random_world(5200_ns), -200},
           Case{"simulated: service 5.0 and 5.2 us, independent", random_world(5_us),
                random_world(5200_ns, "other"), -200},
           Case{"simulated: service 5.0 and 5.5 us, independent", random_world(5_us),
                random_world(5500_ns, "other"), -500},
       })
    is_good &= covers(pair.name, simulated(pair, seeds));
  const Case identical{"simulated: identical scenarios", random_world(5_us), random_world(5_us), 0};
  is_good &= is_rarely_different(identical.name, simulated(identical, seeds));
  // No random number in common: as if nobody knew that they are identical. Shorter runs, four times as many,
  // because 500 know a share of 4 % to 0.9 % only.
  const Case alike{"simulated: identical law, independent", random_world(5_us, "vm", 2_ms),
                   random_world(5_us, "other", 2_ms), 0};
  is_good &= is_rarely_different(alike.name, simulated(alike, {seeds.first, 4 * seeds.count}));
  return is_good;
}

bool synthetic_rows() {
  bool is_good = true;
  for (const Spending spending : {Spending::pocock, Spending::obrien_fleming})
    for (const Law law : {Law::normal, Law::skewed})
      for (const double truth : {0.0, 0.25, 0.5, 1.0, 2.0}) {
        Design design;
        design.looks = look_schedule(8, 64);
        design.spending = spending;
        const std::string name =
            fmt::format("synthetic: {}, {}, difference {} s.d.", law == Law::normal ? "normal" : "skewed",
                        spending == Spending::pocock ? "Pocock" : "O'Brien-Fleming", truth);
        // Equal worlds differ symmetrically: skewed around 0 they are no identical pair.
        is_good &= (truth == 0 && law == Law::normal ? is_rarely_different : covers)(
            name, repeat(PairedTest(design), law, truth, 20'000, 1));
      }
  return is_good;
}

}  // namespace

/// compare-coverage [REPETITIONS [FIRST_SEED]] of the simulated pairs.
int main(int argc, char** argv) {
  Seeds seeds;
  if (argc > 1) seeds.count = static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10));
  if (argc > 2) seeds.first = static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10));
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // a child must not inherit what is not printed yet
  fmt::print("{:<58} {:>6} {:>8} {:>9} {:>6} {:>9}\n", "", "runs", "covers %", "differs %", "wrong",
             "replicas");
  const bool is_good = synthetic_rows() & simulated_rows(seeds);
  fmt::print("bars: covers {:.0f} to {:.0f} %; of identical pairs at most {:.0f} % differ\n",
             100 * coverage_from, 100 * coverage_to, 100 * most_different);
  return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}

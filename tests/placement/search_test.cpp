#include "placement/search.hpp"

#include "sample_space.hpp"
#include "support/rounds.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using placement::Candidate;

namespace {

/// 4 different VMs with a vcpu and a server on 4 cores, and 3 polls:
/// (S(8,1) + ... + S(8,4) = 2795, vcpus alone 15, servers alone 15, nothing 1) times 3.
const std::string large = scenario_text("{cores: 4}", {1, 1, 1, 1});
constexpr placement::Varying with_poll{true, true, false, true, false};

/// What placements are like: threads have loads, cores that are full slow down what is on them, a VM pays for
/// its two threads being apart, pairs of VMs disturb each other on the same core; unbound threads get
/// something in the middle; polls help or hurt.
class World {
 public:
  explicit World(std::uint64_t seed) : seed_(seed) {}

  double operator()(const Candidate& c) const {
    double value = 100 + 4 * noise(seed_, 50 + c.settings) + 6 * noise(seed_, 60 + c.mode);
    if (c.cores.size() < 8) return value;
    value += 6;
    double load[4] = {};
    for (std::size_t i = 0; i < 8; ++i) load[c.cores[i]] += 0.2 + 0.6 * noise(seed_, i);
    for (const double of_core : load) value -= 20 * std::max(0.0, of_core - 1) * of_core;
    for (std::size_t vm = 0; vm < 4; ++vm)
      if (c.cores[2 * vm] != c.cores[2 * vm + 1]) value -= 8 * (noise(seed_, 10 + vm) - 0.3);
    for (std::size_t i = 0; i < 8; ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (c.cores[i] == c.cores[j]) value -= 3 * (noise(seed_, 100 + 8 * i + j) - 0.4);
    return value;
  }

 private:
  std::uint64_t seed_;
};

placement::Placing placed(const placement::Space& space, const World& world, std::uint64_t budget,
                          std::uint64_t seed = 1) {
  placement::PlaceOptions options;
  options.budget = budget;
  options.seed = seed;
  return placement::place(space, most_operations(),
                          evaluate_by([&](const Candidate& c, std::uint32_t) { return world(c); }), options);
}

}  // namespace

TEST_CASE("A space of 8478 candidates is tried in full, and its best found, in each of 20 worlds") {
  const placement::Space space = space_of(large, with_poll);
  const auto all = all_of(space);
  REQUIRE(all.size() == 3 * (2795 + 15 + 15 + 1));
  for (std::uint64_t seed = 0; seed < rounds(20); ++seed) {
    const World world(seed);
    double best = 0;
    for (const Candidate& candidate : all) best = std::max(best, world(candidate));
    const auto placing = placed(space, world, 3 * 8478 + 1'000);
    CHECK(placing.is_exhaustive);
    CHECK(placing.rows.front().objective->mean == Approx(best).epsilon(1e-12));
  }
}

TEST_CASE("With a quarter of the runs local search finds the best of the same space in 95 of 100 worlds") {
  const placement::Space space = space_of(large, with_poll);
  const auto all = all_of(space);
  constexpr int worlds = rounds(100);
  int found = 0;
  for (std::uint64_t seed = 100; seed < 100 + worlds; ++seed) {
    const World world(seed);
    double best = 0;
    for (const Candidate& candidate : all) best = std::max(best, world(candidate));
    const auto placing = placed(space, world, 2'120);
    CHECK(!placing.is_exhaustive);
    CHECK(placing.runs <= 2'120);
    found += placing.rows.front().objective->mean == Approx(best).epsilon(1e-12);
  }
  CAPTURE(found);
  CHECK(found >= 0.95 * worlds);
}

TEST_CASE("The same seed searches in the same way, another one in another") {
  const placement::Space space = space_of(large, with_poll);
  const auto path = [&](std::uint64_t seed) {
    std::vector<Candidate> tried;
    placement::PlaceOptions options;
    options.budget = 300;
    options.seed = seed;
    placement::place(
        space, most_operations(),
        [&](std::span<const placement::Job> jobs) {
          for (const auto& job : jobs) tried.push_back(*job.candidate);
          return evaluate_by([](const Candidate& c, std::uint32_t) { return World(1)(c); })(jobs);
        },
        options);
    return tried;
  };
  CHECK(path(1) == path(1));
  CHECK(path(1) != path(2));
}

TEST_CASE("What was tried once is not run again, and a space that is used up ends the search") {
  const placement::Space space = space_of(scenario_text("{cores: 2}", {1, 1}));
  std::map<Candidate, int> runs;
  placement::Field field(
      space, most_operations(),
      [&](std::span<const placement::Job> jobs) {
        for (const auto& job : jobs) ++runs[*job.candidate];
        return evaluate_by([](const Candidate& c, std::uint32_t) { return noise(3, number_of(c)); })(jobs);
      },
      100'000);
  const auto found = placement::search(field, space, {100'000, 1, 16});
  CHECK(found.size() == 13);
  CHECK(runs.size() == 13);
  for (const auto& [candidate, count] : runs) CHECK(count == 1);
}

TEST_CASE("A space too large to be counted is searched") {
  const placement::Space space = space_of(scenario_text("{cores: 8}", {6, 6}));
  CHECK(!space.all(10'000));
  placement::PlaceOptions options;
  options.budget = 300;
  // the fewer threads share a core, the better: 24 threads on 8 cores, at best 3 each
  const auto placing =
      placement::place(space, most_operations(), evaluate_by([](const Candidate& c, std::uint32_t) {
                         double load[8] = {}, worst = c.cores.empty() ? 8 : 0;
                         for (const auto core : c.cores) worst = std::max(worst, ++load[core]);
                         return 100 / worst;
                       }),
                       options);
  CHECK(!placing.space);
  CHECK(placing.runs <= 300);
  CHECK(placing.rows[0].objective->mean > placing.given.objective->mean);
}

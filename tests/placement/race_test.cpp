#include "placement/race.hpp"

#include <numeric>

#include "placement/paired.hpp"
#include "sample_space.hpp"
#include "support/rounds.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using placement::Candidate;
using placement::Fate;

namespace {

const std::string eight = scenario_text("{cores: 2}", {1, 1});  // 13 candidates

placement::Placing place(const std::string& text, const Landscape& landscape,
                         placement::PlaceOptions options = {}, placement::Aim aim = most_operations()) {
  return placement::place(space_of(text), aim, evaluate_by(landscape), options);
}

/// The best by a function, among all; ties go to the first.
Candidate best_by_hand(const std::string& text, const std::function<double(const Candidate&)>& truth) {
  const placement::Space space = space_of(text);
  const auto all = all_of(space);
  return *std::max_element(all.begin(), all.end(),
                           [&](const Candidate& a, const Candidate& b) { return truth(a) < truth(b); });
}

}  // namespace

TEST_CASE("Differences that are all equal have no spread, and are resolved by two") {
  const std::vector<std::optional<double>> a{3.3, 4.4, 5.5}, b{3.2, 4.3, 5.4};
  CHECK(placement::half_width(placement::differences(std::span(a).first(1), std::span(b).first(1)), 0.05) ==
        std::nullopt);
  const std::vector<std::optional<double>> c{2.0, 3.0}, d{1.0, 2.0};
  const auto gap = placement::differences(c, d);
  CHECK(gap.mean == 1);
  CHECK(gap.deviation == 0);
  CHECK(placement::is_above_zero(gap, 0.001));
  CHECK(!placement::is_above_zero(placement::differences(d, c), 0.001));
  CHECK(placement::differences(c, c).are_all_zero());
}

TEST_CASE("The paired interval is Student's") {
  // differences 1, 2, 3: mean 2, deviation 1; t(0.975, 2) = 4.3027, so 2 -+ 4.3027 / sqrt(3)
  const std::vector<std::optional<double>> a{1.0, 2.0, 3.0}, b{0.0, 0.0, 0.0};
  const auto gap = placement::differences(a, b);
  CHECK(gap.mean == 2);
  CHECK(gap.deviation == 1);
  CHECK(*placement::half_width(gap, 0.05) == Approx(4.302652730 / std::sqrt(3.0)));
  CHECK(!placement::is_above_zero(gap, 0.025));  // 2 < 2.484
  CHECK(placement::is_above_zero(gap, 0.05));    // t(0.95, 2) = 2.92: 2 > 1.686
}

TEST_CASE("Without noise the best of all is found, of every landscape") {
  for (std::uint64_t landscape = 0; landscape < rounds(300); ++landscape) {
    const auto truth = [&](const Candidate& candidate) { return 1 + noise(landscape, number_of(candidate)); };
    const auto placing = place(eight, [&](const Candidate& c, std::uint32_t) { return truth(c); });
    REQUIRE(placing.has_answer());
    CHECK(placing.is_exhaustive);
    CHECK(*placing.rows.front().candidate == best_by_hand(eight, truth));
  }
}

TEST_CASE("With noise the best is found, or is among those that are not told from it") {
  int found = 0;
  constexpr int landscapes = rounds(300);
  for (std::uint64_t landscape = 0; landscape < landscapes; ++landscape) {
    const auto truth = [&](const Candidate& candidate) {
      return 100 + 4 * noise(landscape, number_of(candidate));
    };
    // half of the noise is common to all candidates of a replica
    const auto seen = [&](const Candidate& c, std::uint32_t replica) {
      return truth(c) + 4 * noise(replica, landscape) + 2 * noise(number_of(c) + replica, landscape + 7);
    };
    placement::PlaceOptions options;
    options.top = 13;
    const auto placing = place(eight, seen, options);
    const Candidate best = best_by_hand(eight, truth);
    for (const auto& row : placing.rows)
      found += *row.candidate == best && row.standing != placement::Standing::worse;
  }
  CHECK(found >= 0.95 * landscapes);
}

TEST_CASE("Clearly worse ones get no more than the first replicas, close ones more") {
  const placement::Space space = space_of(eight);
  const auto all = all_of(space);
  const auto seen = [&](const Candidate& c, std::uint32_t replica) {
    const bool is_close = c == all[0] || c == all[1];
    return (is_close ? 100 : 50) + noise(number_of(c), replica) * (is_close ? 4.0 : 0.01);
  };
  placement::PlaceOptions options;
  options.top = 13;
  const auto placing = placement::place(space, most_operations(), evaluate_by(seen), options);
  CHECK(placing.rows[0].replicas > 3);
  CHECK(placing.rows[1].replicas == placing.rows[0].replicas);
  CHECK(placing.runs <= placing.budget);
  const auto slow = std::count_if(placing.rows.begin(), placing.rows.end(),
                                  [](const placement::Row& row) { return row.objective->mean < 60; });
  CHECK(slow == 11);
  for (const auto& row : placing.rows)
    if (row.objective->mean < 60) CHECK(row.standing == placement::Standing::worse);
}

TEST_CASE("What is the same in every replica is told to be the same, and costs no more runs") {
  const auto placing =
      place(eight, [](const Candidate&, std::uint32_t replica) { return 5 + noise(1, replica); });
  CHECK(placing.runs == 13 * 3);
  for (std::size_t i = 1; i < placing.rows.size(); ++i)
    CHECK(placing.rows[i].standing == placement::Standing::same);
}

TEST_CASE("Noise that hides everything is told as not resolved, within the budget") {
  placement::PlaceOptions options;
  options.budget = 150;
  const auto placing = place(
      eight,
      [](const Candidate& c, std::uint32_t replica) { return 100 + 50 * noise(number_of(c), replica); },
      options);
  CHECK(placing.runs <= 150);
  CHECK(placing.runs > 100);
  CHECK(placing.rows[1].standing == placement::Standing::not_resolved);
}

TEST_CASE("The given scenario is run as often as the best, and gains nothing over itself") {
  const auto placing = place(eight, [](const Candidate& c, std::uint32_t replica) {
    return 100 + noise(number_of(c), 3) + 0.5 * noise(number_of(c), replica);
  });
  CHECK(placing.given.replicas >= placing.rows[0].replicas);
  CHECK(placing.given.gain->share == 0);
  REQUIRE(placing.rows[0].gain);
  CHECK(placing.rows[0].gain->share ==
        Approx(placing.rows[0].objective->mean / placing.given.objective->mean - 1).margin(0.01));
}

TEST_CASE("A constraint comes before the objective") {
  // the more cores a candidate uses, the more operations; the constraint allows at most 1.05
  auto aim = most_operations();
  aim.constraints.push_back(*study::parse_constraint("ops_per_s <= 1.5"));
  const auto ops = [](const Candidate& c, std::uint32_t) { return 1 + noise(2, number_of(c)); };
  const auto placing = place(eight, ops, {}, aim);
  REQUIRE(placing.has_answer());
  double best = 0;
  const placement::Space space = space_of(eight);
  for (const Candidate& c : all_of(space))
    if (ops(c, 0) <= 1.5) best = std::max(best, ops(c, 0));
  CHECK(placing.rows[0].objective->mean == best);
  CHECK(placing.broken > 0);
  for (const auto& row : placing.rows) CHECK(row.objective->mean <= 1.5);
}

TEST_CASE("Where nothing holds the constraints there is no answer, but the nearest are shown") {
  auto aim = most_operations();
  aim.constraints.push_back(*study::parse_constraint("ops_per_s <= 0.5"));
  const auto placing = place(
      eight, [](const Candidate&, std::uint32_t) { return 1.0; }, {}, aim);
  CHECK(!placing.has_answer());
  CHECK(placing.broken == 13);
  REQUIRE(!placing.rows.empty());
  CHECK(placing.rows[0].rank == 0);
}

TEST_CASE("A candidate that fails is told, and ends nothing but itself") {
  const placement::Space space = space_of(eight);
  const Candidate bad = all_of(space).at(5);
  const auto placing = placement::place(space, most_operations(),
                                        [&](std::span<const placement::Job> jobs) {
                                          std::vector<placement::Observation> seen(jobs.size());
                                          for (std::size_t i = 0; i < jobs.size(); ++i) {
                                            if (jobs[i].candidate == bad) seen[i].failure = "no luck";
                                            seen[i].figures[results::metric_index("ops_per_s")] =
                                                1 + noise(4, number_of(*jobs[i].candidate));
                                          }
                                          return seen;
                                        },
                                        {});
  CHECK(placing.failed == 1);
  CHECK(placing.failure == "no luck");
  CHECK(placing.has_answer());
  for (const auto& row : placing.rows) CHECK(row.candidate != bad);
}

TEST_CASE("Less is better where the objective says so") {
  auto aim = most_operations();
  aim.objective.is_smaller_better = true;
  const auto truth = [](const Candidate& c) { return -1 - noise(9, number_of(c)); };
  const auto placing = place(
      eight, [&](const Candidate& c, std::uint32_t) { return -truth(c); }, {}, aim);
  CHECK(*placing.rows[0].candidate == best_by_hand(eight, truth));
  CHECK(placing.rows[0].gain->share >= 0);
}

#include "capacity/kept_runs.hpp"

#include <catch2/catch.hpp>

#include "sample_study.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using capacity::Job;
using capacity::KeptRuns;

namespace {

struct Kept {
  Kept() {
    study = *folder.load(study_text("replicas: 3\naxes: [{grid: {\"vms[0].count\": [1, 2]}}]\n"));
    config::Errors errors;
    runs = *study::Runs::of(study, errors);
    axis = *capacity::LoadAxis::of(study, {}, errors);
  }

  StudyFolder folder;
  study::Study study;
  study::Runs runs{};
  std::optional<capacity::LoadAxis> axis{};
};

const std::vector<Job> jobs{{0, 1, 0}, {0, 0, 0}, {0, 0, 1}, {0, 1, 0}};

}  // namespace

TEST_CASE("Jobs are answered in their order, each run once, and not again") {
  Kept kept;
  KeptRuns run(kept.study, kept.runs, *kept.axis, {2, nullptr, {}});
  const auto seen = run(jobs);
  CHECK(run.ran() == 3);
  REQUIRE(seen.size() == 4);
  CHECK(seen[0].figures == seen[3].figures);
  CHECK(seen[0].figures != seen[1].figures);
  CHECK(seen[0].cores.size() == 2);
  CHECK(seen[0].cores[0].by.count("vm0/vcpu0") == 1);
  run(jobs);
  CHECK(run.ran() == 3);
}

TEST_CASE("A store's runs are a sweep's, and what it holds is not run again") {
  Kept kept;
  store::Store store(kept.folder.scratch.path("s.sqlite"));
  study::sweep(kept.study, kept.runs, store, {2});
  KeptRuns run(kept.study, kept.runs, *kept.axis, {2, &store, {}});
  const auto stored = run(jobs);
  CHECK(run.ran() == 0);
  CHECK(run.reused() == 3);
  const auto fresh = KeptRuns(kept.study, kept.runs, *kept.axis, {2, nullptr, {}})(jobs);
  for (std::size_t i = 0; i < jobs.size(); ++i) CHECK(stored[i].figures == fresh[i].figures);
}

TEST_CASE("What capacity ran a sweep need not") {
  Kept kept;
  store::Store store(kept.folder.scratch.path("s.sqlite"));
  KeptRuns{kept.study, kept.runs, *kept.axis, {2, &store, {}}}(jobs);
  const study::SweepCount count = study::sweep(kept.study, kept.runs, store, {2});
  CHECK(count.wanted == 6);
  CHECK(count.stored == 3);
}

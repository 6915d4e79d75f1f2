#include "study/sweep.hpp"

#include <csignal>
#include <fstream>
#include <set>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "sample_study.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

constexpr const char* six_runs =
    "replicas: 2\naxes: [{grid: {\"vms[0].devices[0].backend.service\": [5 us, 6 us, 7 us]}}]\n";

/// A study in a folder, swept into a store there.
struct Swept {
  explicit Swept(const std::string& body) : study(*folder.load(study_text(body))) {
    config::Errors errors;
    runs = *study::Runs::of(study, errors);
  }

  study::SweepCount sweep(study::SweepOptions options = {}) {
    store::Store store(folder.scratch.path("s.sqlite"));
    return study::sweep(study, runs, store, options);
  }

  /// All that the store says.
  std::string dump() {
    std::string text;
    store::Store store(folder.scratch.path("s.sqlite"));
    store.for_each([&](const store::RunRecord& run) {
      text += run.key + " " + run.settings + " " + std::to_string(run.seed) + " " +
              std::to_string(run.replica) + " " + std::to_string(static_cast<int>(run.state)) + " " +
              run.text + "\n";
    });
    return text;
  }

  /// Each run leaves a mark in a file of its key.
  std::string marks(const std::string& key) const { return folder.scratch.path("marks-" + key); }
  study::SweepOptions marking(unsigned jobs = 2) const {
    study::SweepOptions options{jobs};
    options.run = [this](const study::Run& run) {
      std::ofstream(marks(run.key), std::ios::app) << 'x';
      return "{\"seed\": " + std::to_string(run.seed) + "}";
    };
    return options;
  }
  std::multiset<std::string> all_marks() const {
    std::multiset<std::string> all;
    for (std::uint64_t i = 0; i < runs.size(); ++i)
      if (::access(marks(runs[i].key).c_str(), F_OK) == 0) all.insert(read_text(marks(runs[i].key)));
    return all;
  }

  StudyFolder folder;
  study::Study study;
  study::Runs runs;
};

}  // namespace

TEST_CASE("A sweep stores every replica of every point, the same for every number of jobs") {
  std::string expected;
  for (const unsigned jobs : {1u, 2u, 5u}) {
    Swept swept(six_runs);
    const study::SweepCount count = swept.sweep({jobs});
    CHECK(count.wanted == 6);
    CHECK(count.done == 6);
    CHECK(count.failed + count.died + count.stored == 0);
    const std::string dump = swept.dump();
    CHECK(std::count(dump.begin(), dump.end(), '\n') == 6);
    if (expected.empty()) expected = dump;
    CHECK(dump == expected);
  }
  CHECK(expected.find("{\"vms[0].devices[0].backend.service\": \"5 us\"}") != std::string::npos);
}

TEST_CASE("A stored replica is what kickpath run gives with its seed") {
  Swept swept("replicas: 2\n");
  swept.sweep({1});
  store::Store store(swept.folder.scratch.path("s.sqlite"));
  const study::Run run = swept.runs.at(0, 1);
  const auto stored = nlohmann::json::parse(store.find(run.key)->text);
  const Ended ran = run_kickpath({"run", swept.folder.scratch.path("base.yaml"), "--seed",
                                  std::to_string(run.seed), "--replicas", "1", "--json", "-"});
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  const auto result = nlohmann::json::parse(ran.out);
  CHECK(stored["seed"] == run.seed);
  CHECK(stored["totals"] == result["totals"]);
  CHECK(stored["vms"] == result["vms"]);
  CHECK(stored["profile"] == result["profile"]);
}

TEST_CASE("What is stored is not run again") {
  Swept swept(six_runs);
  swept.sweep(swept.marking());
  CHECK(swept.all_marks() == std::multiset<std::string>{"x", "x", "x", "x", "x", "x"});
  const study::SweepCount again = swept.sweep(swept.marking());
  CHECK(again.stored == 6);
  CHECK(again.done == 0);
  CHECK(swept.all_marks() == std::multiset<std::string>{"x", "x", "x", "x", "x", "x"});
}

TEST_CASE("Points that say the same are one run") {
  Swept swept("replicas: 1\naxes: [{grid: {\"vms[0].workload.compute\": [1 us, 1000 ns]}}]\n");
  const study::SweepCount count = swept.sweep(swept.marking());
  CHECK(count.wanted == 1);
  CHECK(count.done == 1);
}

TEST_CASE("A run that fails is stored with its message, stops nothing, and is not tried again") {
  Swept swept(six_runs);
  study::SweepOptions options = swept.marking();
  options.run = [run = options.run](const study::Run& of) -> std::string {
    const std::string text = run(of);
    if (of.point == 1) throw std::runtime_error("the ring is full");
    return text;
  };
  const study::SweepCount count = swept.sweep(options);
  CHECK(count.done == 4);
  CHECK(count.failed == 2);
  CHECK(swept.sweep(options).stored == 6);
  store::Store store(swept.folder.scratch.path("s.sqlite"));
  const auto failed = store.find(swept.runs.at(1, 0).key);
  REQUIRE(failed);
  CHECK(failed->state == store::State::failed);
  CHECK(failed->text == "the ring is full");
}

TEST_CASE("A run whose process dies is stored as that, and run again the next time") {
  Swept swept(six_runs), undisturbed(six_runs);
  undisturbed.sweep(undisturbed.marking());
  study::SweepOptions options = swept.marking();
  options.run = [run = options.run](const study::Run& of) {
    if (of.point == 1 && of.replica == 0) ::raise(SIGKILL);
    return run(of);
  };
  CHECK(swept.sweep(options).died == 1);
  {
    store::Store store(swept.folder.scratch.path("s.sqlite"));
    CHECK(store.find(swept.runs.at(1, 0).key)->text == "killed by signal 9 (Killed)");
  }
  const study::SweepCount count = swept.sweep(swept.marking());
  CHECK(count.stored == 5);
  CHECK(count.done == 1);
  CHECK(swept.dump() == undisturbed.dump());
}

TEST_CASE("Who ends a sweep loses nothing that was counted") {
  Swept swept(six_runs);
  struct Stop {};
  study::SweepOptions options = swept.marking(1);
  std::uint64_t counted = 0;
  options.progress = [&](const study::SweepCount& count) {
    counted = count.ended();
    if (counted >= 2) throw Stop{};
  };
  options.run = [run = options.run](const study::Run& of) {
    ::usleep(60'000);  // commits are 100 ms apart
    return run(of);
  };
  CHECK_THROWS_AS(swept.sweep(options), Stop);
  std::unordered_map<std::string, store::State> kept;
  {
    store::Store store(swept.folder.scratch.path("s.sqlite"));
    kept = store.states();
  }
  CHECK(kept.size() >= counted);
  const study::SweepCount rest = swept.sweep(swept.marking());
  CHECK(rest.stored == kept.size());
  CHECK(rest.done == 6 - kept.size());
  // One that had not ended may have left its mark before.
  for (const auto& [key, state] : kept) CHECK(read_text(swept.marks(key)) == "x");
}

TEST_CASE("A study with another replica runs only that one") {
  Swept swept(six_runs);
  swept.sweep(swept.marking());
  swept.study.replicas = 3;
  config::Errors errors;
  swept.runs = *study::Runs::of(swept.study, errors);
  const study::SweepCount count = swept.sweep(swept.marking());
  CHECK(count.stored == 6);
  CHECK(count.done == 3);
}

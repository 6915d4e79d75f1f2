#include <csignal>
#include <fstream>
#include <random>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "process/meanwhile.hpp"
#include "sample_study.hpp"
#include "store/store.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

// 40 runs of a few milliseconds each
constexpr const char* study_body =
    "set: {run.duration: 20 ms}\nreplicas: 2\n"
    "axes: [{grid: {\"vms[0].devices[0].backend.service\": {from: 1 us, to: 20 us, step: 1 us}}}]\n";
constexpr std::size_t all_runs = 40;
constexpr int kills = 20;
constexpr unsigned seed = 20'261'126;

std::string dump(const std::string& path) {
  store::Store store(path);
  std::string text;
  store.for_each([&](const store::RunRecord& run) {
    text += run.key + " " + run.settings + " " + std::to_string(run.seed) + " " +
            std::to_string(run.replica) + " " + std::to_string(static_cast<int>(run.state)) + " " + run.text +
            "\n";
  });
  return text;
}

/// A process that it forked, or 0.
pid_t worker_of(pid_t sweep) {
  const std::string process = std::to_string(sweep);
  std::ifstream children("/proc/" + process + "/task/" + process + "/children");
  pid_t worker = 0;
  children >> worker;
  return children ? worker : 0;
}

}  // namespace

TEST_CASE("Whoever is killed and whenever, a resumed sweep has all runs once, byte for byte") {
  StudyFolder folder;
  const std::string study = folder.scratch.write("s.yaml", study_text(study_body));
  const auto sweep = [&](const std::string& path, const std::string& jobs) {
    return run_kickpath({"sweep", study, "--store", path, "--resume", "-j", jobs});
  };
  const std::string undisturbed = folder.scratch.path("undisturbed.sqlite");
  const Ended whole = sweep(undisturbed, "1");
  INFO(whole.err);
  REQUIRE(whole.code == 0);
  const std::string expected = dump(undisturbed);
  const auto longest_us = static_cast<unsigned>(whole.seconds * 1e6);

  std::mt19937 random(seed);
  std::size_t left_unfinished = 0, workers_killed = 0;
  for (int i = 0; i < kills; ++i) {
    const std::string path = folder.scratch.path("killed-" + std::to_string(i) + ".sqlite");
    run_kickpath_meanwhile({"sweep", study, "--store", path, "--resume", "-j", "2"}, [&](pid_t running) {
      ::usleep(static_cast<useconds_t>(random() % longest_us));
      if (i % 2 == 0)
        ::kill(running, SIGKILL);
      else if (const pid_t worker = worker_of(running))
        workers_killed += ::kill(worker, SIGKILL) == 0;
    });
    std::size_t stored = 0;
    {
      store::Store store(path);
      for (const auto& [key, state] : store.states()) stored += state != store::State::died;
    }
    left_unfinished += stored > 0 && stored < all_runs;
    const Ended resumed = sweep(path, "2");
    INFO("kill " << i << ": " << resumed.err);
    REQUIRE(resumed.code == 0);
    if (stored > 0) CHECK(resumed.err.find(std::to_string(stored) + " stored before") != std::string::npos);
    CHECK(dump(path) == expected);
  }
  // Else nothing was tested.
  CHECK(left_unfinished >= 3);
  CHECK(workers_killed >= 3);
}

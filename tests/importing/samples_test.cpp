// What the tools themselves write, and what it becomes. Made anew by
//   cd tests/importing/samples; for f in *; do kickpath import $f -o ../expected/$f.yaml 2>
//   ../expected/$f.txt; done
#include <filesystem>

#include <catch2/catch.hpp>

#include "imported.hpp"
#include "process/program.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

const std::string folder = IMPORTING_FOLDER;

std::vector<std::string> samples() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/samples"))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("Every sample becomes the scenario and the list of losses that stand beside it") {
  CHECK(samples().size() == 7);
  for (const std::string& name : samples()) {
    INFO(name);
    const Ended ended = run_kickpath({"import", name}, folder + "/samples");
    CHECK(ended.code == 0);
    CHECK(ended.out == read_text(folder + "/expected/" + name + ".yaml"));
    CHECK(ended.err == read_text(folder + "/expected/" + name + ".txt"));
  }
}

TEST_CASE("Every sample's scenario passes check, and runs with a profile") {
  const std::string profile = KICKPATH_SOURCES "/scenarios/profiles/pvm-nested-2026.yaml";
  for (const std::string& name : samples()) {
    INFO(name);
    const Scratch scratch;
    const std::string scenario = scratch.path("s.yaml");
    CHECK(run_kickpath({"import", name, "-o", scenario}, folder + "/samples").code == 0);
    const Ended checked = run_kickpath({"check", scenario});
    CHECK(checked.err.empty());
    CHECK(checked.code == 0);
    const Ended ran = run_kickpath({"run", scenario, "--profile", profile, "--replicas", "1", "--set",
                                    "run={warmup: 1 ms, duration: 5 ms}"});
    CHECK(ran.err.empty());
    CHECK(ran.code == 0);
  }
}

#pragma once
#include <optional>
#include <string>

#include "process/program.hpp"
#include "study/study.hpp"

namespace kickpath::testing {

/// A folder with a base scenario that runs in milliseconds, a profile, and whatever study a test writes into
/// it.
class StudyFolder {
 public:
  StudyFolder() {
    scratch.write("p.yaml",
                  "schema: kickpath.profile/1\nname: p\ncomponents:\n"
                  "  exit.pio: {value: 3 us, spread: 300 ns, source: test}\n"
                  "  wake.idle_exit: {value: 20 us, spread: 2 us, source: test}\n");
    scratch.write("base.yaml",
                  "schema: kickpath.scenario/1\nname: base\nprofile: p.yaml\nhost: {cores: 2}\nvms:\n"
                  "  - name: vm\n    devices: [{name: ring, backend: {kind: fixed, service: 5 us}}]\n"
                  "    workload: {kind: closed-loop}\n    placement: {vcpus: spread, servers: other-core}\n"
                  "run: {warmup: 100 us, duration: 1 ms, replicas: 3, seed: 5}\n");
  }

  /// The study, every point of it checked, or nothing; then `errors` has them, without the folder.
  std::optional<study::Study> load(const std::string& text, const study::Instead& instead = {}) {
    const std::string path = scratch.write("s.yaml", text);
    config::Errors found;
    auto study = study::load_study(path, instead, found);
    if (study) study::check_points(*study, found);
    errors = found.format();
    for (const std::string folder = scratch.path(""); errors.find(folder) != std::string::npos;)
      errors.erase(errors.find(folder), folder.size());
    return errors.empty() ? std::move(study) : std::nullopt;
  }

  Scratch scratch;
  std::string errors;
};

/// Lines 1 to 3 of a study file; `body` begins at line 4.
inline std::string study_text(const std::string& body) {
  return "schema: kickpath.study/1\nname: s\nscenario: base.yaml\n" + body;
}

/// What is wrong with a study of this body.
inline std::string errors_of(const std::string& body) {
  StudyFolder folder;
  folder.load(study_text(body));
  return folder.errors;
}

/// "vms[0].count=1, vms[0].vcpus=2" for each point.
inline std::vector<std::string> points_of(const std::string& body) {
  StudyFolder folder;
  const auto study = folder.load(study_text(body));
  std::vector<std::string> points;
  if (!study) return {folder.errors};
  for (std::uint64_t i = 0; i < study->space.size(); ++i)
    points.push_back(study::to_text(study->space.coordinates(i)));
  return points;
}

}  // namespace kickpath::testing

#pragma once
#include <fmt/format.h>
#include <string>

#include "process/program.hpp"
#include "suite/suite.hpp"

namespace kickpath::testing {

/// A folder with a base scenario, a profile, and whatever suite a test writes into it.
class SuiteFolder {
 public:
  SuiteFolder() {
    scratch.write("p.yaml",
                  "schema: kickpath.profile/1\nname: p\ncomponents:\n"
                  "  exit.pio: {value: 3 us, spread: 300 ns, source: test}\n"
                  "  wake.idle_exit: {value: 20 us, spread: 2 us, source: test}\n");
    scratch.write("base.yaml",
                  "schema: kickpath.scenario/1\nname: base\nprofile: p.yaml\nhost: {cores: 2}\nvms:\n"
                  "  - name: vm\n    devices: [{name: ring}]\n    workload: {kind: closed-loop}\n"
                  "    placement: {vcpus: spread, servers: other-core}\n");
  }

  /// The suite, or nothing; then `errors` has them, without the folder.
  std::optional<suite::Suite> load(const std::string& text, const std::string& profile = "") {
    const std::string path = scratch.write("s.yaml", text);
    config::Errors found;
    auto suite = suite::load_suite(path, profile, found);
    errors = found.format();
    for (const std::string folder = scratch.path(""); errors.find(folder) != std::string::npos;)
      errors.erase(errors.find(folder), folder.size());
    return suite;
  }

  Scratch scratch;
  std::string errors;
};

/// Lines 1 to 3 of a suite file; `body` begins at line 4.
inline std::string suite_text(const std::string& body) {
  return "schema: kickpath.suite/1\nname: s\nscenario: base.yaml\n" + body;
}

}  // namespace kickpath::testing

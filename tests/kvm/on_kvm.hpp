#pragma once
#include <string>
#include <vector>

#include "../smoke/smoke.hpp"

namespace kickpath::testing {

/// The arguments that run a scenario in world kvm. A test machine may run another scheduler than the file
/// asks for: then that one is named instead, and nothing else is changed. A host of 1000 cores is refused at
/// once, with all the rest.
inline std::vector<std::string> on_kvm(const std::string& path, const std::vector<std::string>& more) {
  std::vector<std::string> arguments{"run", path, "--world", "kvm", "--ungated"};
  const std::string refused = run_kickpath({"run", path, "--world", "kvm", "--set", "host.cores=1000"}).err;
  for (const std::string policy : {"cfs", "eevdf"})
    if (refused.find("host.scheduler: this host runs " + policy) != std::string::npos)
      arguments.insert(arguments.end(), {"--set", "host.scheduler=" + policy});
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

inline Ended run_on_kvm(const std::string& path, const std::vector<std::string>& more) {
  return run_kickpath(on_kvm(path, more));
}

}  // namespace kickpath::testing

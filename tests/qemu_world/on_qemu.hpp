#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "process/program.hpp"

/// The real binary, world qemu. Each run boots once, which takes seconds.
namespace kickpath::testing {

using Json = nlohmann::json;
using Settings = std::vector<std::string>;

/// One disk in a short closed loop; what a test is about it sets.
inline const std::string one_disk = R"(
schema: kickpath.scenario/1
name: one-disk
host: {cores: 1}
vms:
  - name: vm
    devices:
      - name: disk
        type: blk
        kick: ioeventfd-mmio
        server: {kind: iothread}
        backend: {kind: "null"}
    workload: {kind: closed-loop, device: disk, queue_depth: 4}
run: {warmup: 50 ms, duration: 200 ms, replicas: 1, seed: 1}
)";

/// A test machine may run another scheduler than the scenario's default: then that one is named instead, and
/// nothing else is changed. A host of 1000 cores is refused at once, with all the rest.
inline Settings scheduler_here(const std::string& path) {
  const std::string refused = run_kickpath({"run", path, "--world", "qemu", "--set", "host.cores=1000"}).err;
  for (const std::string policy : {"cfs", "eevdf"})
    if (refused.find("host.scheduler: this host runs " + policy) != std::string::npos)
      return {"host.scheduler=" + policy};
  return {};
}

/// `run --world qemu` of one_disk, which is written to `folder`.
inline std::vector<std::string> on_qemu(const Scratch& folder, const Settings& settings,
                                        const std::vector<std::string>& more = {}) {
  const std::string path = folder.write("one-disk.yaml", one_disk);
  std::vector<std::string> arguments{"run", path, "--world", "qemu", "--ungated"};
  for (const Settings& all : {scheduler_here(path), settings})
    for (const std::string& setting : all) arguments.insert(arguments.end(), {"--set", setting});
  // A machine that is shared may stop all of it for a while; only one test waits for a guest that hangs.
  if (std::find(more.begin(), more.end(), "--guest-timeout") == more.end())
    arguments.insert(arguments.end(), {"--guest-timeout", "200"});
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

struct OnQemu {
  Ended ended;
  Json result;  ///< null where there was none

  double per_op(const std::string& name) const { return result["totals"][name]["mean"].get<double>(); }
};

inline OnQemu run_on_qemu(const Settings& settings) {
  const Scratch folder;
  OnQemu run;
  run.ended = run_kickpath(on_qemu(folder, settings, {"--json", "-"}));
  run.result = Json::parse(run.ended.out, nullptr, false);
  return run;
}

}  // namespace kickpath::testing

#include "importing/scenario_text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/emit.hpp"
#include "config/units.hpp"
#include "importing/device_text.hpp"
#include "importing/naming.hpp"

namespace kickpath::importing {

namespace {

std::string cores_text(const CoreList& cores) {
  return cores.empty() ? "any" : fmt::format("[{}]", fmt::join(cores, ", "));
}

std::string placement_text(const Placing& placing) {
  return fmt::format("    placement: {{vcpus: {}, servers: {}}}\n", cores_text(placing.vcpus),
                     cores_text(placing.servers));
}

std::string cgroup_text(const Guest& guest) {
  if (!guest.cpu_weight && !guest.cpu_max) return "";
  std::string inside;
  if (guest.cpu_weight) inside = fmt::format("weight: {}", *guest.cpu_weight);
  if (guest.cpu_max)
    inside += fmt::format("{}cpu_max: {{quota: {}, period: {}}}", inside.empty() ? "" : ", ",
                          config::to_text(guest.cpu_max->quota), config::to_text(guest.cpu_max->period));
  return "    cgroup: {" + inside + "}\n";
}

std::string workload_text(const ServedDevice& driven) {
  return driven.is_net()
             ? fmt::format(
                   "    workload: {{kind: tcp-stream, device: {}, direction: guest-to-host, message: 16 "
                   "KiB}}\n",
                   driven.name)
             : fmt::format(
                   "    workload: {{kind: closed-loop, device: {}, queue_depth: 1, request: 4 KiB, "
                   "direction: read}}\n",
                   driven.name);
}

std::string profile_text(const ImportOptions& options) {
  if (options.profile.empty())
    return "# profile: what this host's exits and wake-ups cost; or run with --profile FILE\n";
  return config::to_yaml({{"profile", options.profile}});
}

std::string vcpu_text(const Guest& guest) {
  std::string text = fmt::format("    vcpus: {}\n", guest.vcpus);
  if (guest.has_pv_eoi) text += "    pv_eoi: true  # or apicv: true, where the host has APICv\n";
  if (guest.has_pv_sched_yield) text += "    pv_sched_yield: true\n";
  if (guest.polls_halts_itself) text += "    guest_halt_poll: {max: 200 us}\n";
  return text;
}

}  // namespace

const ServedDevice* driven_device(const std::vector<ServedDevice>& devices, const ImportOptions& options,
                                  const Guest& guest, Findings& findings, config::Errors& errors) {
  const auto named = [&](const ServedDevice& device) { return device.name == options.workload; };
  const auto is_disk = [](const ServedDevice& device) { return !device.is_net(); };
  if (devices.empty()) {
    errors.add(guest.place, "", "has no device of virtio-blk or virtio-net, so there is nothing to simulate");
    return nullptr;
  }
  auto driven = options.workload.empty() ? std::find_if(devices.begin(), devices.end(), is_disk)
                                         : std::find_if(devices.begin(), devices.end(), named);
  if (driven == devices.end() && options.workload.empty()) driven = devices.begin();
  if (driven == devices.end()) {
    std::vector<std::string> names;
    for (const ServedDevice& device : devices) names.push_back(device.name);
    errors.add(guest.place, "",
               fmt::format("--workload: no device '{}' (there is: {})", shown(options.workload),
                           fmt::join(names, ", ")));
    return nullptr;
  }
  findings.assumed(guest.place, "workload",
                   driven->is_net() ? fmt::format("a TCP stream out of {}, 16 KiB a message", driven->name)
                                    : fmt::format("one read of 4 KiB in flight a queue of {}", driven->name));
  const auto has_medium = [&](const ServedDevice& device) {
    return is_disk(device) && !device.source->disk->null_latency;
  };
  if (std::any_of(devices.begin(), devices.end(), has_medium))
    findings.assumed(guest.place, "backend", "disks that answer 32 requests at a time, each after 80 us");
  return &*driven;
}

std::string scenario_text(const Guest& guest, const std::vector<ServedDevice>& devices,
                          const Placing& placing, const ServedDevice& driven, const ImportOptions& options) {
  const std::string name = identifier_of(guest.name, "vm");
  std::string text = "schema: kickpath.scenario/1\n";
  text += fmt::format("name: {}\n{}host: {{cores: {}}}\n", name, profile_text(options), placing.cores);
  text += fmt::format("vms:\n  - name: {}\n{}    devices:\n", name, vcpu_text(guest));
  for (const ServedDevice& device : devices) text += device_text(device);
  text += "    # What the guest does is not in the file: replace this by what is known of it.\n";
  text += workload_text(driven) + placement_text(placing) + cgroup_text(guest);
  return text;
}

}  // namespace kickpath::importing

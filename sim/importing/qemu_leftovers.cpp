#include <algorithm>

#include "importing/qemu_guest.hpp"

namespace kickpath::importing {

namespace {

bool is_among(const std::string& name, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&](const char* other) { return name == other; });
}

bool begins_with_one_of(const std::string& name, std::initializer_list<const char*> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](const char* one) { return name.starts_with(one); });
}

/// Why an option is lost; nullptr where neither kicks nor interrupts depend on it.
const char* loss_of(const std::string& option) {
  if (option.empty() || is_among(option, {"hda", "hdb", "hdc", "hdd", "sd"}))
    return "an IDE disk or an SD card is not modelled, but virtio";
  if (option == "net") return "networks in the old syntax are not read: use -netdev with -device, or -nic";
  if (is_among(option, {"readconfig", "set", "icount", "virtfs"})) return "is not read";
  if (is_among(option, {"numa", "mem-path", "mem-prealloc"}))
    return "neither page sizes nor NUMA nodes are modelled";
  return nullptr;
}

/// Properties of devices, drives and machines which change nothing that a scenario says.
bool is_without_bearing(const std::string& what, const std::string& key) {
  if (is_among(what, {"-blockdev", "-drive"}))
    return !begins_with_one_of(key, {"throttling", "iops", "bps"}) && key != "group";
  if (is_among(what, {"-machine", "-M", "-accel", "-netdev", "-nic"})) return key != "sndbuf";
  if (what == "-smp" || what == "-object") return false;
  return is_among(key, {"id",
                        "bus",
                        "addr",
                        "bootindex",
                        "serial",
                        "mac",
                        "romfile",
                        "rombar",
                        "multifunction",
                        "werror",
                        "rerror",
                        "share-rw",
                        "write-cache",
                        "logical_block_size",
                        "physical_block_size",
                        "min_io_size",
                        "opt_io_size",
                        "discard",
                        "discard_granularity",
                        "config-wce",
                        "status",
                        "ctrl_vq",
                        "ctrl_rx",
                        "ctrl_vlan",
                        "acpi-index",
                        "disable-legacy",
                        "page-per-vq",
                        "ats",
                        "failover",
                        "speed",
                        "duplex",
                        "any_layout",
                        "migrate-extra",
                        "scsi",
                        "secs",
                        "heads",
                        "cyls",
                        "backend_defaults",
                        "ctrl_guest_offloads",
                        "guest_announce",
                        "guest_ufo",
                        "host_ufo",
                        "guest_ecn",
                        "host_ecn",
                        "guest_tso6",
                        "host_tso6",
                        "seg-max-adjust"});
}

const char* loss_of_property(const std::string& key) {
  if (key == "request-merging") return "the requests of the workload given here are not adjacent";
  if (key == "tx_queue_size") return "both rings are as large as the receive ring";
  if (key == "rss") return "receive-side scaling is not modelled";
  if (begins_with_one_of(key, {"throttling", "iops", "bps"}) || key == "group")
    return "I/O throttling is not modelled";
  return "no key of a scenario says it";
}

}  // namespace

void list_settings(const Settings& settings, Findings& findings) {
  for (const Setting& setting : settings.all()) {
    if (setting.is_seen) continue;
    setting.is_seen = true;
    const std::string what = settings.what() + ": " + shown(setting.key);
    if (is_without_bearing(settings.what(), setting.key))
      findings.ignored(setting.value.place, what);
    else
      findings.lost(setting.value.place, what, loss_of_property(setting.key));
  }
}

void list_option(const QemuOption& option, Findings& findings) {
  const std::string what = option.name.empty() ? "a disk image" : "-" + shown(option.name);
  if (option.name == "enable-kvm") return;
  if (const char* loss = loss_of(option.name))
    findings.lost(option.place, what, loss);
  else
    findings.ignored(option.place, what);
}

}  // namespace kickpath::importing

#include "importing/qemu_storage.hpp"

#include <fmt/format.h>

namespace kickpath::importing {

namespace {

constexpr int longest_chain = 8;

/// The first that a node says of itself, of its file, or of the node that is its file.
std::string said_in_chain(const Settings& node, const std::string& key, const QemuParts& parts,
                          int depth = 0) {
  for (const std::string& prefix : {std::string{}, std::string{"file."}, std::string{"file.file."}})
    if (const Scalar* value = node.find(prefix + key)) return value->text;
  for (const char* link : {"file", "file.file"})
    if (const Scalar* file = node.find(link); file && depth < longest_chain)
      if (const Settings* below = find_storage(file->text, parts)) {
        const std::string said = said_in_chain(*below, key, parts, depth + 1);
        if (!said.empty()) return said;
      }
  return "";
}

// Any other driver stays unseen: nothing here depends on it.
bool is_null(const Settings& node) {
  for (const Setting& setting : node.all())
    if (setting.key == "driver" && (setting.value.text == "null-co" || setting.value.text == "null-aio")) {
      setting.is_seen = true;
      return true;
    }
  return false;
}

// Longer than a day is a mistake, which does not say how long a request takes.
Duration latency_of(const Settings& node, Findings& findings) {
  const Scalar* said = node.find("latency-ns");
  if (said == nullptr) return {};
  config::Errors errors;
  constexpr std::uint64_t day = 86'400'000'000'000;
  const auto ns = read_number(*said, 0, day, "latency-ns", errors);
  if (!ns) findings.lost(said->place, node.what() + ": latency-ns", "is no time of a day at most");
  return Duration{std::chrono::nanoseconds(ns.value_or(0))};
}

}  // namespace

const Settings* find_storage(const std::string& name, const QemuParts& parts) {
  if (name.empty()) return nullptr;
  for (const Settings& drive : parts.drives)
    if (drive.said("id") == name) return &drive;
  for (const Settings& node : parts.blockdevs)
    if (node.said("node-name") == name) return &node;
  return nullptr;
}

Disk storage_of(const Settings& drive, const QemuParts& parts, Findings& findings) {
  Disk disk;
  if (is_null(drive)) {
    disk.null_latency = latency_of(drive, findings);
    return disk;
  }
  const std::string aio = said_in_chain(drive, "aio", parts);
  if (aio == "native" || aio == "io_uring") disk.aio = Disk::Aio::native;
  if (aio == "io_uring")
    findings.changed(drive.place(), drive.what() + ": aio", "io_uring is not modelled; taken as native");
  const std::string cache = drive.said("cache"), direct = said_in_chain(drive, "cache.direct", parts);
  const bool is_direct = cache == "none" || cache == "directsync" || direct == "on" || direct == "true";
  if (!is_direct)
    findings.lost(drive.place(), drive.what() + ": cache",
                  "the host's page cache is not modelled: every request reaches the disk");
  return disk;
}

}  // namespace kickpath::importing

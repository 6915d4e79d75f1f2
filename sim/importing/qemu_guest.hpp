#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "importing/guest.hpp"
#include "importing/qemu_command.hpp"
#include "importing/settings.hpp"

/// A QEMU command line (QEMU's invocation and block device documentation) into a guest.
namespace kickpath::importing {

/// What is left unsaid or cannot be carried over goes to `findings`; the guest is good only without errors.
std::optional<Guest> read_qemu(const QemuCommand& command, const TextPlaces& places, Findings& findings,
                               config::Errors& errors);

/// The options whose order and names refer to each other.
struct QemuParts {
  std::vector<Settings> objects, drives, blockdevs, netdevs, nics, devices, globals;
};

void read_qemu_iothreads(const QemuParts& parts, Guest& guest, Findings& findings, config::Errors& errors);
void read_qemu_devices(QemuParts& parts, Guest& guest, Findings& findings, config::Errors& errors);

/// The properties of one part that nobody has looked at.
void list_settings(const Settings& settings, Findings& findings);
/// An option that nothing reads: without bearing, or lost.
void list_option(const QemuOption& option, Findings& findings);

}  // namespace kickpath::importing

#include "importing/shared_iothreads.hpp"

#include <algorithm>
#include <tuple>

namespace kickpath::importing {

namespace {

bool serves(const ServedDevice& device, const Iothread& iothread) {
  return std::find(device.iothreads.begin(), device.iothreads.end(), &iothread) != device.iothreads.end();
}

bool polls_alike(const Iothread& a, const Iothread& b) {
  return std::tie(a.poll_max_ns, a.poll_grow, a.poll_shrink) ==
         std::tie(b.poll_max_ns, b.poll_grow, b.poll_shrink);
}

void list_pool(const ServedDevice& device, const std::vector<ServedDevice>& devices, Findings& findings) {
  const Iothread& first = *device.iothreads.front();
  bool is_shared = false, is_alike = true;
  for (const Iothread* iothread : device.iothreads) {
    is_alike = is_alike && polls_alike(*iothread, first);
    for (const ServedDevice& other : devices)
      is_shared = is_shared || (&other != &device && serves(other, *iothread));
  }
  if (is_shared)
    findings.changed(device.source->place, device.name + ": iothreads",
                     "several for one device cannot be shared with another; taken as threads of its own");
  if (!is_alike)
    findings.changed(device.source->place, device.name + ": iothreads",
                     "all poll as '" + shown(first.id) + "' does");
}

}  // namespace

void list_iothreads(const Guest& guest, const std::vector<ServedDevice>& devices, Findings& findings) {
  for (const Iothread& iothread : guest.iothreads)
    if (std::none_of(devices.begin(), devices.end(),
                     [&](const ServedDevice& d) { return serves(d, iothread); }))
      findings.lost(iothread.place, "iothread " + shown(iothread.id),
                    "serves no device that is carried over");
  for (const ServedDevice& device : devices)
    if (device.iothreads.size() > 1) list_pool(device, devices, findings);
  const bool has_main_loop_device =
      std::any_of(devices.begin(), devices.end(), [](const ServedDevice& device) {
        return device.by == ServedDevice::By::main_loop || device.by == ServedDevice::By::vhost;
      });
  if (!guest.main_loop_cores.empty() && !has_main_loop_device)
    findings.lost(guest.place, "pinning of the emulator",
                  "the main loop serves no device that is carried over");
}

}  // namespace kickpath::importing

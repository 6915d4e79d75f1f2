#include "importing/device_text.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "config/units.hpp"
#include "importing/naming.hpp"

namespace kickpath::importing {

namespace {

using By = ServedDevice::By;

std::string poll_text(const Iothread& iothread) {
  std::string text = fmt::format(
      "poll: {}", config::to_text(Duration{static_cast<std::int64_t>(iothread.poll_max_ns) * 1000}));
  if (iothread.poll_grow != 0) text += fmt::format(", poll_grow: {}", iothread.poll_grow);
  if (iothread.poll_shrink != 0) text += fmt::format(", poll_shrink: {}", iothread.poll_shrink);
  return text;
}

std::string server_text(const ServedDevice& device) {
  switch (device.by) {
    case By::vcpu:
      return "{kind: vcpu}";
    case By::main_loop:
      return "{kind: main-loop}";
    case By::vhost:
      return device.source->nic->poll_us == 0
                 ? "{kind: vhost}"
                 : fmt::format("{{kind: vhost, busyloop: {} us}}", device.source->nic->poll_us);
    case By::iothreads:
      break;
  }
  const Iothread& first = *device.iothreads.front();
  return device.iothreads.size() == 1
             ? fmt::format("{{kind: iothread, name: {}, {}}}", iothread_name(first), poll_text(first))
             : fmt::format("{{kind: iothread, iothreads: {}, {}}}", device.iothreads.size(),
                           poll_text(first));
}

std::string queue_text(const ServedDevice& device) {
  return fmt::format("{{layout: {}, size: {}, suppression: {}, indirect: {}}}",
                     device.is_packed ? "packed" : "split", device.queue_size,
                     device.source->has_event_idx ? "event-idx" : "flags", device.source->has_indirect);
}

std::string net_text(const ServedDevice& device) {
  const Nic& nic = *device.source->nic;
  std::string text = fmt::format("gso: {}", nic.has_gso);
  if (nic.mtu) text += fmt::format(", mtu: {}", *nic.mtu);
  if (device.by != By::vhost && nic.has_tx_timer) {
    text += ", tx: {flush: timer";
    if (nic.tx_timer > Duration::zero()) text += ", timer: " + config::to_text(nic.tx_timer);
    text += "}";
  } else if (device.by != By::vhost) {
    text += ", tx: {flush: bottom-half";
    if (nic.tx_burst != 0) text += fmt::format(", burst: {}", nic.tx_burst);
    text += "}";
  }
  text += fmt::format(", rx: {{buffers: {}}}", nic.is_mergeable ? "mergeable"
                                               : nic.has_gso    ? "big"
                                                                : "small");
  return "{" + text + "}";
}

// The disk behind, unless it is none at all, is not in the file: findings say so (scenario_text).
std::string backend_text(const Disk& disk) {
  if (disk.null_latency == Duration::zero()) return "{kind: \"null\"}";
  if (disk.null_latency)
    return fmt::format("{{kind: fixed, latency: {}}}", config::to_text(*disk.null_latency));
  return disk.aio == Disk::Aio::native ? "{kind: disk, aio: native, batch: true, seek: 80 us, parallel: 32}"
                                       : "{kind: disk, aio: threads, seek: 80 us, parallel: 32}";
}

}  // namespace

std::string iothread_name(const Iothread& iothread) {
  const bool is_number = !iothread.id.empty() && '0' <= iothread.id.front() && iothread.id.front() <= '9';
  return identifier_of(is_number ? "iothread" + iothread.id : iothread.id, "iothread");
}

std::string device_text(const ServedDevice& device) {
  const std::string indent = "        ";
  std::string text = fmt::format("      - name: {}\n", device.name);
  const auto line = [&](const char* key, const std::string& value) {
    text += fmt::format("{}{}: {}\n", indent, key, value);
  };
  line("type", device.is_net() ? "net" : "blk");
  line("queues", std::to_string(device.queues));
  line("queue", queue_text(device));
  line("kick", device.kick);
  line("interrupt", device.interrupt);
  if (device.is_intx) line("trigger", "intx");
  if (device.vectors) line("vectors", std::to_string(*device.vectors));
  line("server", server_text(device));
  device.is_net() ? line("net", net_text(device)) : line("backend", backend_text(*device.source->disk));
  return text;
}

}  // namespace kickpath::importing

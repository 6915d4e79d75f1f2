#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "net/net_spec.hpp"
#include "notify/notify_spec.hpp"
#include "server/server_spec.hpp"
#include "time/distribution.hpp"
#include "virtqueue/suppression.hpp"

/// A virtio device of a VM: its queues, how they notify, who serves them and what stands behind.
namespace kickpath::device {

enum class Layout : std::uint8_t { split, packed };
enum class Trigger : std::uint8_t {
  msi,  ///< MSI-X: edge, a vector a queue where there are enough
  intx  ///< level, one line a device, which devices may share
};

struct QueueSpec {
  Layout layout = Layout::split;
  std::uint16_t size = 256;  ///< entries; of a split ring a power of two
  bool indirect = false;     ///< VIRTIO_F_INDIRECT_DESC: one descriptor a request
  virtqueue::Suppression suppression = virtqueue::Suppression::flags;
  bool notify_on_empty = false;  ///< VIRTIO_F_NOTIFY_ON_EMPTY (legacy), of a split ring
};

/// What a driver may negotiate of a queue; VirtIO 1.3 6, "Reserved Feature Bits".
enum class RingFeature : std::uint8_t { ring_packed, event_idx, indirect_desc, notify_on_empty };

enum class DeviceKind : std::uint8_t { doorbell, blk, net };

enum class BackendKind : std::uint8_t { null, fixed, disk };

/// How a disk's requests leave the VMM (QEMU's aio=).
enum class DiskAio : std::uint8_t {
  native,  ///< io_submit
  threads  ///< pread and pwrite in the threads of a pool
};

/// What serves a request once it has left the ring.
struct BackendSpec {
  BackendKind kind = BackendKind::null;
  // fixed
  Distribution service;  ///< CPU time of the server, per request
  Distribution latency;  ///< asynchronous device time, per request; 0: completes inline
  // disk (all of it asynchronous but `submit`)
  Distribution submit;         ///< CPU time of the server to submit one request (io_submit)
  Distribution seek;           ///< positioning time of one request
  std::uint32_t spindles = 1;  ///< that the data are striped over; a request goes to any of them, alike
  std::uint32_t parallel =
      1;  ///< requests that a spindle positions at the same time (NCQ); others wait there, FIFO
  std::uint64_t bandwidth = 0;  ///< bytes a second of the one link that all transfers share; 0: no limit
  DiskAio aio = DiskAio::native;
  std::uint32_t threads = 64;  ///< of the pool
  bool batches = false;        ///< native: one io_submit for all that a visit to the queue finds
  bool merges = false;         ///< requests of adjacent sectors become one
  Distribution flush;          ///< time of the device to write its cache through
};

constexpr std::uint32_t intx_lines = 4;  ///< interrupt pins of the PCI host bridge (PIIX3: INTA to INTD)

/// Is any request of it done later?
constexpr bool is_asynchronous(const BackendSpec& spec) {
  if (spec.kind == BackendKind::disk) return true;
  return spec.kind == BackendKind::fixed && spec.latency != Distribution::fixed(Duration::zero());
}

struct DeviceSpec {
  std::string name = "ring";
  DeviceKind kind = DeviceKind::doorbell;
  std::uint16_t queues = 1;  ///< queue q belongs to vcpu q modulo vcpus
  QueueSpec queue;
  notify::KickPathKind kick = notify::KickPathKind::ioeventfd_pio;
  notify::InterruptPathKind interrupt = notify::InterruptPathKind::irqfd;
  Trigger trigger = Trigger::msi;
  std::optional<std::uint32_t> vectors;    ///< MSI-X entries, configuration's included; none: enough
  std::optional<std::uint32_t> intx_line;  ///< of intx_lines; none: the device's number modulo those
  server::ServerSpec server;
  BackendSpec backend;
  std::optional<std::vector<RingFeature>> driver_features;  ///< none: whatever the queue needs
  net::NetSpec net;  ///< net: in place of a backend; `queues` are pairs
};

/// Of a network device each of `queues` is a pair (VirtIO 1.3 5.1.2).
constexpr std::uint32_t queues_of_vcpu(const DeviceSpec& spec) {
  return spec.kind == DeviceKind::net ? 2 : 1;
}
constexpr std::uint32_t virtqueues_of(const DeviceSpec& spec) { return queues_of_vcpu(spec) * spec.queues; }
/// The vcpu that drives virtqueue `queue`.
constexpr std::uint32_t vcpu_of(const DeviceSpec& spec, std::uint32_t queue, std::uint32_t vcpus) {
  return queue / queues_of_vcpu(spec) % vcpus;
}

/// Seats for the threads of its server.
constexpr std::uint32_t seats_of(const DeviceSpec& spec) {
  const bool is_vhost_net = spec.kind == DeviceKind::net && spec.server.kind == server::ServerKind::vhost;
  return is_vhost_net ? spec.queues : server::seats_of(spec.server, virtqueues_of(spec));
}
/// How many of those threads after each other belong to one vcpu.
constexpr std::uint32_t seats_of_vcpu(const DeviceSpec& spec) {
  return spec.server.kind == server::ServerKind::vhost ? 1 : queues_of_vcpu(spec);
}

/// Linux drivers/virtio/virtio_pci_common.c, vp_find_vqs: one vector for each queue and one for configuration
/// changes; or, where there are too few, one for all queues.
constexpr bool share_a_vector(const DeviceSpec& spec) {
  return spec.vectors && *spec.vectors < virtqueues_of(spec) + 1;
}

/// Does the server turn to something else while the device works? A thread of one queue alone waits.
inline bool completes_later(const DeviceSpec& spec) {
  return is_asynchronous(spec.backend) && spec.server.kind != server::ServerKind::thread_per_queue;
}

}  // namespace kickpath::device

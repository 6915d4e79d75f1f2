#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "importing/core_list.hpp"
#include "time/duration.hpp"

/// What a domain XML and a QEMU command line both say of a VM, as far as a scenario can say it too.
namespace kickpath::importing {

enum class Transport { modern_pci, legacy_pci, mmio };

struct Disk {
  enum class Aio { threads, native };
  Aio aio = Aio::threads;
  std::optional<Duration> null_latency{};  ///< QEMU's null-co or null-aio: it answers after that
};

struct Nic {
  bool is_vhost = false;
  bool has_tx_timer = false;  ///< tx=timer, without vhost
  Duration tx_timer{};        ///< zero: as the scenario has it
  std::uint32_t tx_burst = 0;
  std::uint32_t poll_us = 0;  ///< vhost's busyloop_timeout
  std::optional<std::uint32_t> mtu{};
  bool has_gso = true;
  bool is_mergeable = true;
};

/// A virtio-blk or virtio-net device.
struct Device {
  config::Place place{};
  std::string name{};
  std::optional<Nic> nic{};  ///< or else:
  std::optional<Disk> disk{};

  Transport transport = Transport::modern_pci;
  bool is_pio_notify = false;  ///< modern-pio-notify
  bool has_ioeventfd = true;
  bool has_event_idx = true;
  bool has_indirect = true;
  bool is_packed = false;
  std::optional<std::uint32_t> queues{};  ///< default: by machine type
  std::optional<std::uint32_t> queue_size{};
  std::optional<std::uint32_t> vectors{};
  std::vector<std::string> iothreads{};  ///< their ids, queue q on number q modulo; none: the main loop
};

/// Defaults as in QEMU iothread.c.
struct Iothread {
  config::Place place{};
  std::string id{};
  std::uint64_t poll_max_ns = 32'768;
  std::uint64_t poll_grow = 0, poll_shrink = 0;
  CoreList cores{};
};

/// Bandwidth of the CPU controller; a period belongs to its quota.
struct Quota {
  Duration quota{};
  Duration period = Duration{100'000'000'000};
};

struct Guest {
  config::Place place{};
  std::string name = "vm";
  std::uint32_t vcpus = 1;
  std::string machine{};  ///< machine type, "pc-q35-8.2"; may be empty
  bool has_pv_eoi = true;
  bool has_pv_sched_yield = false;
  bool polls_halts_itself = false;  ///< haltpoll governor: KVM_HINTS_REALTIME

  std::vector<CoreList> vcpu_cores{};  ///< of each vcpu, or shorter: any
  CoreList main_loop_cores{};          ///< also vhost's workers
  std::vector<Iothread> iothreads{};
  std::vector<Device> devices{};
  std::optional<std::uint64_t> cpu_weight{};
  std::optional<Quota> cpu_max{};
};

}  // namespace kickpath::importing

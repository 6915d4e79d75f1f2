#include <algorithm>
#include <fmt/format.h>

#include "importing/offload.hpp"
#include "importing/qemu_guest.hpp"
#include "importing/qemu_storage.hpp"

namespace kickpath::importing {

namespace {

struct DriverKind {
  enum Kind { blk, net, other } kind = other;
  Transport transport = Transport::modern_pci;
};

DriverKind kind_of(const std::string& driver) {
  for (const auto& [base, kind] : {std::pair{std::string{"virtio-blk"}, DriverKind::blk},
                                   {std::string{"virtio-net"}, DriverKind::net}}) {
    if (!driver.starts_with(base)) continue;
    const std::string rest = driver.substr(base.size());
    if (rest == "-device") return {kind, Transport::mmio};
    if (rest.empty() || rest == "-pci" || rest == "-pci-transitional" || rest == "-pci-non-transitional" ||
        rest == "-ccw")
      return {kind, Transport::modern_pci};
  }
  return {};
}

/// Devices that kick and interrupt, of kinds that are not modelled.
bool does_io(const std::string& driver) {
  for (const char* beginning :
       {"virtio-scsi", "virtio-9p",    "vhost-",       "nvme",      "ide-hd",  "ide-drive", "scsi-hd",
        "scsi-disk",   "scsi-block",   "scsi-generic", "e1000",     "rtl8139", "vmxnet3",   "vfio-",
        "usb-storage", "virtio-iommu", "intel-iommu",  "amd-iommu", "megasas", "lsi",       "mptsas",
        "pvscsi",      "ne2k",         "pcnet",        "igb",       "i8255",   "tulip",     "virtio-crypto"})
    if (driver.starts_with(beginning)) return true;
  return false;
}

class DeviceReader {
 public:
  DeviceReader(QemuParts& parts, Guest& guest, Findings& findings, config::Errors& errors)
      : parts_(parts), guest_(guest), findings_(findings), errors_(errors) {}

  void read_all() {
    for (Settings& settings : parts_.devices) read(settings);
    for (const Settings& drive : parts_.drives) read_drive(drive);
    for (const Settings& nic : parts_.nics) read_nic(nic);
    for (const auto* list :
         {&parts_.drives, &parts_.blockdevs, &parts_.netdevs, &parts_.nics, &parts_.globals})
      for (const Settings& settings : *list) list_settings(settings, findings_);
  }

 private:
  // if=virtio is a device of its own; if=none one that a -device names.
  void read_drive(const Settings& drive) {
    const std::string bus = drive.said("if");
    if (bus == "none" || bus == "pflash" || drive.said("media") == "cdrom") return;
    if (bus != "virtio")
      return findings_.lost(
          drive.place(), "-drive",
          fmt::format("if={} is not modelled, but virtio", bus.empty() ? "ide" : shown(bus)));
    Device device{drive.place(), named(drive, "disk")};
    device.disk = storage_of(drive, parts_, findings_);
    apply_globals("virtio-blk-pci", device, drive);
    guest_.devices.push_back(std::move(device));
  }

  void apply_globals(const std::string& driver, Device& device, const Settings& at) {
    Settings only_globals =
        Settings::parse(Word{driver, 0, {}}, "driver", TextPlaces("", ""), at.what(), errors_);
    add_globals(driver, only_globals);
    read_virtio(only_globals, device);
  }

  void read(Settings& settings) {
    const std::string driver = settings.said("driver");
    const DriverKind kind = kind_of(driver);
    if (kind.kind == DriverKind::other) {
      settings.see_all();
      const std::string what = "-device " + shown(driver);
      return does_io(driver)
                 ? findings_.lost(settings.place(), what, "is not modelled, but virtio-blk and virtio-net")
                 : findings_.ignored(settings.place(), what);
    }
    add_globals(driver, settings);
    Device device{settings.place(), named(settings, kind.kind == DriverKind::blk ? "disk" : "net")};
    device.transport = kind.transport;
    read_virtio(settings, device);
    kind.kind == DriverKind::blk ? read_blk(settings, device) : read_net(settings, device);
    guest_.devices.push_back(std::move(device));
    list_settings(settings, findings_);
  }

  // "-global virtio-blk-pci.event_idx=off", or driver=..., property=..., value=...
  void add_globals(const std::string& driver, Settings& settings) {
    for (const Settings& global : parts_.globals) {
      if (global.said("driver") == driver)
        settings.add_default({global.said("property"), {global.said("value"), global.place()}});
      for (const Setting& setting : global.all()) {
        if (!setting.key.starts_with(driver + ".")) continue;
        setting.is_seen = true;
        settings.add_default({setting.key.substr(driver.size() + 1), setting.value});
      }
    }
  }

  std::string named(const Settings& settings, const std::string& otherwise) {
    const std::string id = settings.said("id");
    return id.empty() ? otherwise + std::to_string(unnamed_[otherwise]++) : id;
  }

  bool is_on(const Settings& settings, const char* key, bool otherwise) {
    return settings.is_on(key, otherwise, errors_);
  }

  void number(const Settings& settings, const char* key, std::uint64_t least, std::uint64_t most,
              std::optional<std::uint32_t>& out) {
    const Scalar* value = settings.find(key);
    if (!value) return;
    const auto read = read_number(*value, least, most, settings.what() + ": " + key, errors_);
    if (read) out = static_cast<std::uint32_t>(*read);
  }

  void read_virtio(const Settings& settings, Device& device) {
    if (const std::string legacy = settings.said("disable-legacy"); !legacy.empty() && legacy != "auto")
      is_on(settings, "disable-legacy", false);
    if (is_on(settings, "disable-modern", false) && device.transport == Transport::modern_pci)
      device.transport = Transport::legacy_pci;
    device.is_pio_notify = is_on(settings, "modern-pio-notify", false);
    device.has_ioeventfd = is_on(settings, "ioeventfd", true);
    device.has_event_idx = is_on(settings, "event_idx", true);
    device.has_indirect = is_on(settings, "indirect_desc", true);
    device.is_packed = is_on(settings, "packed", false);
    number(settings, "vectors", 0, 2048, device.vectors);
    if (is_on(settings, "iommu_platform", false))
      findings_.lost(settings.place(), "-device: iommu_platform", "translation by an IOMMU is not modelled");
  }

  void read_blk(const Settings& settings, Device& device) {
    const Scalar* drive = settings.find("drive");
    const Settings* storage = drive ? find_storage(drive->text, parts_) : nullptr;
    if (drive && !storage)
      errors_.add(drive->place, "-device: drive",
                  fmt::format("no -drive or -blockdev '{}'", shown(drive->text)));
    device.disk = storage ? storage_of(*storage, parts_, findings_) : Disk{};
    number(settings, "num-queues", 1, 1024, device.queues);
    number(settings, "queue-size", 4, 1024, device.queue_size);
    if (const Scalar* iothread = settings.find("iothread")) device.iothreads = {iothread->text};
    read_mapping(settings, device);
  }

  // iothread-vq-mapping: [{iothread: io0, vqs: [0, 1]}, ...]
  void read_mapping(const Settings& settings, Device& device) {
    const std::string mapping = "iothread-vq-mapping.";
    for (std::size_t n = 0;; ++n) {
      const Scalar* iothread = settings.find(mapping + std::to_string(n) + ".iothread");
      if (!iothread) break;
      device.iothreads.push_back(iothread->text);
    }
    for (const Setting& setting : settings.all()) {
      if (!setting.key.starts_with(mapping) || setting.key.find(".vqs") == std::string::npos) continue;
      if (!setting.is_seen && setting.key.ends_with(".0"))
        findings_.changed(setting.value.place, "-device: iothread-vq-mapping",
                          "queues are dealt to the iothreads in turn instead");
      setting.is_seen = true;
    }
  }

  const Settings* netdev_of(const Settings& settings) {
    const Scalar* name = settings.find("netdev");
    if (!name) return nullptr;
    for (const Settings& netdev : parts_.netdevs)
      if (netdev.said("id") == name->text) return &netdev;
    errors_.add(name->place, "-device: netdev", fmt::format("no -netdev '{}'", shown(name->text)));
    return nullptr;
  }

  void read_net(const Settings& settings, Device& device) {
    Nic nic;
    const Settings* netdev = netdev_of(settings);
    std::uint32_t pairs = netdev ? read_netdev(*netdev, nic) : 1;
    const bool has_pairs = is_on(settings, "mq", false);
    if (!has_pairs && pairs > 1)
      findings_.changed(settings.place(), "-device: mq",
                        "is off: one pair of queues of the netdev's is used");
    device.queues = has_pairs ? pairs : 1;
    number(settings, "rx_queue_size", 64, 1024, device.queue_size);
    nic.is_mergeable = is_on(settings, "mrg_rxbuf", true);
    nic.has_tx_timer = settings.said("tx") == "timer" && !nic.is_vhost;
    std::optional<std::uint32_t> timer_ns, burst;
    number(settings, "x-txtimer", 1, 4'000'000'000, timer_ns);
    number(settings, "x-txburst", 1, 65'536, burst);
    nic.tx_timer = Duration{std::int64_t{1000} * timer_ns.value_or(0)};
    nic.tx_burst = burst.value_or(0);
    std::optional<std::uint32_t> mtu;
    number(settings, "host_mtu", 0, 65'521, mtu);
    if (mtu && *mtu >= 576) nic.mtu = mtu;
    read_offload(settings, nic);
    device.nic = nic;
  }

  void read_offload(const Settings& settings, Nic& nic) {
    Offload offload;
    for (const char* name : {"gso", "csum"}) offload.set(true, name, is_on(settings, name, true));
    for (const char* name : {"tso4", "csum"}) {
      offload.set(true, name, is_on(settings, (std::string{"host_"} + name).c_str(), true));
      offload.set(false, name, is_on(settings, (std::string{"guest_"} + name).c_str(), true));
    }
    nic.has_gso = offload.has_gso();
    if (offload.is_uneven())
      findings_.changed(settings.place(), "-device: host_tso4, guest_tso4",
                        std::string{"a scenario has large packets both ways or neither; taken: "} +
                            (nic.has_gso ? "both" : "neither"));
  }

  /// Pairs of queues of a tap: `queues`, or as many as file descriptors are handed over.
  std::uint32_t read_netdev(const Settings& netdev, Nic& nic) {
    const std::string type = netdev.said("type");
    nic.is_vhost =
        is_on(netdev, "vhost", false) || is_on(netdev, "vhostforce", false) || type == "vhost-vdpa";
    if (type != "tap" && type != "bridge")
      findings_.changed(netdev.place(), netdev.what(),
                        fmt::format("'{}': a tap is behind the device of a scenario", shown(type)));
    std::optional<std::uint32_t> queues, poll_us;
    number(netdev, "queues", 1, 1024, queues);
    number(netdev, "poll-us", 0, 10'000'000, poll_us);
    nic.poll_us = nic.is_vhost ? poll_us.value_or(0) : 0;
    const std::string fds = netdev.said("fds");
    const auto handed = static_cast<std::uint32_t>(std::count(fds.begin(), fds.end(), ':') + 1);
    return queues.value_or(fds.empty() ? 1 : std::min(handed, 1024u));
  }

  void read_nic(const Settings& settings) {
    const std::string type = settings.said("type"), model = settings.said("model");
    if (type == "none") return settings.see_all();
    if (!model.starts_with("virtio")) {
      settings.see_all();
      return findings_.lost(settings.place(), "-nic", "its model is not modelled, but virtio");
    }
    Device device{settings.place(), named(settings, "net")};
    Nic nic;
    device.queues = read_netdev(settings, nic);
    device.nic = nic;
    guest_.devices.push_back(std::move(device));
  }

  QemuParts& parts_;
  Guest& guest_;
  Findings& findings_;
  config::Errors& errors_;
  std::map<std::string, int> unnamed_;  ///< devices so far, by what they are called
};

}  // namespace

void read_qemu_devices(QemuParts& parts, Guest& guest, Findings& findings, config::Errors& errors) {
  DeviceReader(parts, guest, findings, errors).read_all();
}

}  // namespace kickpath::importing

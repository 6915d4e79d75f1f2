#include <algorithm>
#include <fmt/format.h>

#include "importing/domain.hpp"
#include "importing/offload.hpp"

namespace kickpath::importing {

namespace {

Transport transport_of(const XmlElement& element, const std::string& model) {
  const XmlElement* address = element.child("address");
  return address && address->said("type") == "virtio-mmio" ? Transport::mmio
         : model == "virtio-legacy"                        ? Transport::legacy_pci
                                                           : Transport::modern_pci;
}

/// The attributes of <driver> that all virtio devices have.
void read_virtio(const XmlElement& driver, Device& device, Findings& findings, config::Errors& errors) {
  const auto is_on = [&](const char* key, bool otherwise) {
    const Scalar* value = driver.attribute(key);
    return value ? read_switch(*value, std::string{"driver/@"} + key, errors).value_or(otherwise) : otherwise;
  };
  const auto number = [&](const char* key, std::uint64_t least, std::uint64_t most,
                          std::optional<std::uint32_t>& out) {
    const Scalar* value = driver.attribute(key);
    if (!value) return;
    if (const auto read = read_number(*value, least, most, std::string{"driver/@"} + key, errors))
      out = static_cast<std::uint32_t>(*read);
  };
  device.has_ioeventfd = is_on("ioeventfd", true);
  device.has_event_idx = is_on("event_idx", true);
  device.is_packed = is_on("packed", false);
  number("queues", 1, 1024, device.queues);
  number("queue_size", 4, 1024, device.queue_size);
  number("rx_queue_size", 64, 1024, device.queue_size);
  if (is_on("iommu", false))
    findings.lost(driver.place, "driver/@iommu", "translation by an IOMMU is not modelled");
}

void read_aio(const XmlElement& driver, Disk& disk, Findings& findings) {
  const Scalar* io = driver.attribute("io");
  if (io && io->text != "threads") disk.aio = Disk::Aio::native;
  if (io && io->text == "io_uring")
    findings.changed(io->place, "driver/@io", "io_uring is not modelled; taken as native");
  const Scalar* cache = driver.attribute("cache");
  if (!cache || (cache->text != "none" && cache->text != "directsync"))
    findings.lost(cache ? cache->place : driver.place, "driver/@cache",
                  "the host's page cache is not modelled: every request reaches the disk");
}

/// <iothreads> of a disk: queue q of those which name it, or round robin.
void read_mapping(const XmlElement& driver, Device& device, Findings& findings) {
  const XmlElement* mapping = driver.child("iothreads");
  if (!mapping) return;
  for (const XmlElement* iothread : mapping->all("iothread")) {
    device.iothreads.push_back(iothread->said("id"));
    if (!iothread->all("queue").empty())
      findings.changed(iothread->place, "driver/iothreads/iothread/queue",
                       "queues are dealt to the iothreads in turn instead");
    iothread->see_all();
  }
}

void read_disk(const XmlElement& element, Guest& guest, Findings& findings, config::Errors& errors) {
  const XmlElement* target = element.child("target");
  const std::string bus = target ? target->said("bus") : "";
  const std::string name = target ? target->said("dev") : "";
  if (bus != "virtio" || element.said("type") == "vhostuser" || element.said("type") == "vhostvdpa") {
    element.see_all();
    return findings.lost(element.place, "devices/disk " + shown(name),
                         bus == "virtio" ? "another process serves it, which is not modelled"
                                         : fmt::format("bus '{}' is not modelled, but virtio", shown(bus)));
  }
  Device device{element.place, name.empty() ? "disk" : name};
  device.disk.emplace();
  device.transport = transport_of(element, element.said("model"));
  if (const XmlElement* driver = element.child("driver")) {
    read_virtio(*driver, device, findings, errors);
    read_aio(*driver, *device.disk, findings);
    if (const Scalar* iothread = driver->attribute("iothread")) device.iothreads = {iothread->text};
    read_mapping(*driver, device, findings);
  } else {
    findings.lost(element.place, "driver/@cache",
                  "the host's page cache is not modelled: every request reaches the disk");
  }
  guest.devices.push_back(std::move(device));
}

/// <host> and <guest> of a driver, and mrg_rxbuf.
void read_offload(const XmlElement& driver, Nic& nic, Findings& findings, config::Errors& errors) {
  Offload offload;
  for (const char* side : {"host", "guest"}) {
    const XmlElement* element = driver.child(side);
    if (!element) continue;
    const bool is_host = std::string_view{side} == "host";
    for (const XmlAttribute& attribute : element->attributes) {
      attribute.is_seen = true;
      const auto on = read_switch(attribute.value, std::string{side} + "/@" + attribute.name, errors);
      if (on && attribute.name == "mrg_rxbuf")
        nic.is_mergeable = *on;
      else if (on)
        offload.set(is_host, attribute.name, *on);
    }
  }
  nic.has_gso = offload.has_gso();
  if (offload.is_uneven())
    findings.changed(driver.place, "interface/driver/host, guest",
                     "a scenario has large packets both ways or neither; taken: " +
                         std::string{nic.has_gso ? "both" : "neither"});
}

bool is_tap(const std::string& type) {
  return type == "network" || type == "bridge" || type == "direct" || type == "ethernet";
}

/// libvirt: vhost where it is there, unless the driver says qemu.
void read_backend(const XmlElement& element, const XmlElement* driver, Nic& nic, Findings& findings) {
  const std::string type = element.said("type");
  const std::string name = driver ? driver->said("name") : "";
  nic.is_vhost = is_tap(type) && name != "qemu";
  if (nic.is_vhost && name.empty())
    findings.assumed(element.place, "interface/driver/@name",
                     "vhost, as libvirt prefers it where it is there");
  if (!is_tap(type))
    findings.changed(element.place, "interface/@type",
                     fmt::format("'{}': a tap is behind the device of a scenario", shown(type)));
  const std::string txmode = driver ? driver->said("txmode") : "";
  nic.has_tx_timer = txmode == "timer" && !nic.is_vhost;
}

void read_interface(const XmlElement& element, std::size_t number, Guest& guest, Findings& findings,
                    config::Errors& errors) {
  const XmlElement* model = element.child("model");
  const std::string kind = model ? model->said("type") : "";
  const std::string type = element.said("type"), name = fmt::format("net{}", number);
  if (!kind.starts_with("virtio") || type == "vhostuser" || type == "hostdev" || type == "vdpa") {
    element.see_all();
    return findings.lost(element.place, "devices/interface " + name,
                         kind.starts_with("virtio") || type == "hostdev"
                             ? fmt::format("type '{}' is not modelled", shown(type))
                             : fmt::format("model '{}' is not modelled, but virtio", shown(kind)));
  }
  Device device{element.place, name};
  device.nic.emplace();
  device.transport = transport_of(element, kind);
  const XmlElement* driver = element.child("driver");
  if (driver) {
    read_virtio(*driver, device, findings, errors);
    read_offload(*driver, *device.nic, findings, errors);
  }
  read_backend(element, driver, *device.nic, findings);
  if (const XmlElement* mtu = element.child("mtu"))
    if (const Scalar* size = mtu->attribute("size"))
      if (const auto read = read_number(*size, 576, 65521, "mtu/@size", errors))
        device.nic->mtu = static_cast<std::uint32_t>(*read);
  guest.devices.push_back(std::move(device));
}

}  // namespace

void read_devices(const XmlElement& domain, Guest& guest, Findings& findings, config::Errors& errors) {
  const XmlElement* devices = domain.child("devices");
  if (!devices) return;
  for (const XmlElement* disk : devices->all("disk")) read_disk(*disk, guest, findings, errors);
  std::size_t number = 0;
  for (const XmlElement* nic : devices->all("interface"))
    read_interface(*nic, number++, guest, findings, errors);
}

}  // namespace kickpath::importing

#include <map>

#include "importing/domain.hpp"

namespace kickpath::importing {

namespace {

/// Paths below the domain and why they are lost; without a reason they have no bearing on kicks and
/// interrupts. What stands for a path stands for all within it that has no row of its own.
const std::map<std::string, const char*, std::less<>>& rows() {
  static const char* const none = nullptr;
  static const char* const memory = "neither page sizes nor NUMA nodes are modelled";
  static const char* const real_time = "real-time policies are not modelled";
  static const char* const partition = "shares of cache and memory bandwidth are not modelled";
  static const std::map<std::string, const char*, std::less<>> table{
      {"@id", none},
      {"uuid", none},
      {"genid", none},
      {"title", none},
      {"description", none},
      {"metadata", none},
      {"name", none},
      {"os", none},
      {"bootloader", none},
      {"sysinfo", none},
      {"clock", none},
      {"pm", none},
      {"on_poweroff", none},
      {"on_reboot", none},
      {"on_crash", none},
      {"on_lockfailure", none},
      {"memory", none},
      {"currentMemory", none},
      {"maxMemory", none},
      {"memtune", none},
      {"resource", none},
      {"seclabel", none},
      {"launchSecurity", "encrypted memory and registers are not modelled"},
      {"vcpu", none},
      {"vcpus", "vcpus are plugged in by number alone"},
      {"defaultiothread", none},
      {"iothreadids", none},
      {"iothreadids/iothread/poll/@weight", "poll-weight is not modelled"},
      {"memoryBacking", memory},
      {"numatune", memory},
      {"blkiotune", "I/O weights and limits are not modelled"},
      {"cputune/vcpusched", real_time},
      {"cputune/iothreadsched", real_time},
      {"cputune/emulatorsched", real_time},
      {"cputune/cachetune", partition},
      {"cputune/memorytune", partition},
      {"features", none},
      {"features/hyperv", "Hyper-V's enlightenments are not modelled"},
      {"features/apic", none},
      {"features/ioapic", none},
      {"features/kvm", none},
      {"features/kvm/dirty-ring", none},
      {"cpu", none},
      {"cpu/topology", "the guest's own topology is not modelled"},
      {"cpu/numa", memory},
      {"devices", none},
      {"devices/controller", none},
      {"devices/hostdev", "an assigned device is kicked and interrupts without QEMU"},
      {"devices/filesystem", "virtiofs is not modelled"},
      {"devices/vsock", "vsock is not modelled"},
      {"devices/iommu", "translation by an IOMMU is not modelled"},
      {"devices/shmem", none},
      {"devices/disk", none},
      {"devices/disk/iotune", "I/O throttling is not modelled"},
      {"devices/disk/throttlefilters", "I/O throttling is not modelled"},
      {"devices/disk/driver/@queues", none},
      {"devices/interface", none},
      {"devices/interface/bandwidth", "traffic shaping is not modelled"},
      {"devices/interface/tune", "buffers of the tap are not modelled"},
      {"devices/interface/coalesce", "coalescing of received packets is not modelled"},
      {"devices/interface/driver/@tx_queue_size", "both rings are as large as the receive ring"},
      {"devices/interface/driver/@rss", "receive-side scaling is not modelled"},
      {"qemu:commandline", "arguments handed to QEMU are not read"},
      {"commandline", "arguments handed to QEMU are not read"},
      {"qemu:override", "properties handed to QEMU are not read"}};
  return table;
}

/// The row of the path, or of the nearest around it.
const char* const* row_of(std::string path) {
  while (true) {
    if (const auto row = rows().find(path); row != rows().end()) return &row->second;
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return nullptr;
    path.resize(slash);
  }
}

void list(const config::Place& place, const std::string& path, Findings& findings) {
  if (path.starts_with("@xmlns") || path.find("/@xmlns") != std::string::npos) return;
  const char* const* row = row_of(path);
  if (!row)
    findings.lost(place, shown(path), "no key of a scenario says it");
  else if (*row)
    findings.lost(place, shown(path), *row);
  else
    findings.ignored(place, shown(path));
}

void walk(const XmlElement& element, const std::string& within, Findings& findings) {
  for (const XmlAttribute& attribute : element.attributes)
    if (!attribute.is_seen) list(attribute.value.place, within + "@" + attribute.name, findings);
  for (const XmlElement& child : element.children) {
    const std::string path = within + child.name;
    if (!child.is_seen)
      list(child.place, path, findings);
    else
      walk(child, path + "/", findings);
  }
}

}  // namespace

void list_leftovers(const XmlElement& domain, Findings& findings) { walk(domain, "", findings); }

}  // namespace kickpath::importing

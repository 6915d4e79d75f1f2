#include "importing/domain.hpp"

#include <fmt/format.h>

namespace kickpath::importing {

namespace {

bool check_root(const XmlElement& root, config::Errors& errors) {
  if (root.name != "domain") {
    errors.add(
        root.place, "",
        fmt::format("the root element is '{}'; that of a libvirt domain is 'domain'", shown(root.name)));
    return false;
  }
  const Scalar* type = root.attribute("type");
  if (type && (type->text == "kvm" || type->text == "qemu")) return true;
  errors.add(type ? type->place : root.place, "domain/@type",
             type ? fmt::format("'{}' is another hypervisor; there is: kvm, qemu", shown(type->text))
                  : "is missing");
  return false;
}

void read_vcpus(const XmlElement& domain, Guest& guest, Findings& findings, config::Errors& errors) {
  const XmlElement* vcpu = domain.child("vcpu");
  if (!vcpu) return;
  const auto most = read_number(vcpu->text, 1, 1024, "vcpu", errors);
  if (most) guest.vcpus = static_cast<std::uint32_t>(*most);
  const Scalar* current = vcpu->attribute("current");
  if (current && most) {
    guest.vcpus =
        static_cast<std::uint32_t>(read_number(*current, 1, *most, "vcpu/@current", errors).value_or(1));
    if (guest.vcpus < *most)
      findings.lost(vcpu->place, "vcpu", fmt::format("{} more could be plugged in", *most - guest.vcpus));
  }
  const Scalar* cpuset = vcpu->attribute("cpuset");
  if (const std::string placement = vcpu->said("placement"); placement == "auto")
    findings.lost(vcpu->place, "vcpu/@placement", "numad chooses CPUs when the domain starts");
  if (!cpuset) return;
  // libvirt: the default of all threads that have no pinning of their own
  const CoreList cores = read_core_list(*cpuset, "vcpu/@cpuset", errors);
  guest.vcpu_cores.assign(guest.vcpus, cores);
  guest.main_loop_cores = cores;
}

bool is_on(const XmlElement* element, const char* attribute, bool otherwise, config::Errors& errors) {
  const Scalar* value = element ? element->attribute(attribute) : nullptr;
  if (!value) return otherwise;
  return read_switch(*value, element->name + "/@" + attribute, errors).value_or(otherwise);
}

void read_features(const XmlElement& domain, Guest& guest, Findings& findings, config::Errors& errors) {
  const XmlElement* features = domain.child("features");
  if (!features) return;
  guest.has_pv_eoi = is_on(features->child("apic"), "eoi", true, errors);
  if (const XmlElement* ioapic = features->child("ioapic"); ioapic && ioapic->said("driver") == "qemu")
    findings.lost(ioapic->place, "features/ioapic", "a split irqchip is not modelled");
  const XmlElement* kvm = features->child("kvm");
  if (!kvm) return;
  if (is_on(kvm->child("hidden"), "state", false, errors)) guest.has_pv_eoi = false;
  guest.polls_halts_itself = is_on(kvm->child("hint-dedicated"), "state", false, errors);
  is_on(kvm->child("poll-control"), "state", false, errors);
}

void read_pv_features(const XmlElement& domain, Guest& guest) {
  const XmlElement* cpu = domain.child("cpu");
  if (!cpu) return;
  for (const XmlElement* feature : cpu->all("feature")) {
    const std::string name = feature->said("name"), policy = feature->said("policy");
    const bool is_there = policy != "disable" && policy != "forbid";
    if (name == "kvm_pv_eoi" || name == "kvm-pv-eoi") guest.has_pv_eoi = is_there;
    if (name == "kvm-pv-sched-yield") guest.has_pv_sched_yield = is_there;
  }
}

void read_machine(const XmlElement& domain, Guest& guest, Findings& findings) {
  const XmlElement* type = domain.child("os", "type");
  if (!type) return;
  guest.machine = type->said("machine");
  const Scalar* arch = type->attribute("arch");
  if (arch && arch->text != "x86_64" && arch->text != "i686")
    findings.changed(
        arch->place, "os/type/@arch",
        fmt::format("'{}': taken as x86, whose exits and interrupts are modelled", shown(arch->text)));
}

}  // namespace

std::optional<Guest> read_domain(const XmlElement& root, Findings& findings, config::Errors& errors) {
  if (!check_root(root, errors)) return std::nullopt;
  Guest guest;
  guest.place = root.place;
  if (const XmlElement* name = root.child("name")) guest.name = name->text.text;
  if (root.said("type") == "qemu")
    findings.changed(root.place, "domain/@type", "'qemu' emulates without KVM; taken as a guest of KVM");
  read_machine(root, guest, findings);
  read_vcpus(root, guest, findings, errors);
  read_features(root, guest, findings, errors);
  read_pv_features(root, guest);
  read_iothreads(root, guest, findings, errors);
  read_tuning(root, guest, findings, errors);
  read_devices(root, guest, findings, errors);
  list_leftovers(root, findings);
  if (!errors.empty()) return std::nullopt;
  return guest;
}

}  // namespace kickpath::importing

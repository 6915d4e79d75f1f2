#include "importing/qemu_guest.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kickpath::importing {

namespace {

constexpr std::uint64_t most_vcpus = 1024;

/// One pass over the options, each by its name.
class Reader {
 public:
  Reader(const TextPlaces& places, Findings& findings, config::Errors& errors)
      : places_(places), findings_(findings), errors_(errors) {}

  std::optional<Guest> read(const QemuCommand& command) {
    guest_.place = command.place;
    take_binary(command);
    for (const QemuOption& option : command.options) take(option);
    if (!is_kvm_) findings_.changed(command.place, "-accel", "emulates without KVM; taken as a guest of KVM");
    read_qemu_iothreads(parts_, guest_, findings_, errors_);
    read_qemu_devices(parts_, guest_, findings_, errors_);
    if (!errors_.empty()) return std::nullopt;
    return std::move(guest_);
  }

 private:
  void take_binary(const QemuCommand& command) {
    const std::string name = command.binary.substr(command.binary.rfind('/') + 1);
    is_kvm_ = name == "kvm" || name == "qemu-kvm";
    const bool is_x86 = is_kvm_ || name == "qemu-system-x86_64" || name == "qemu-system-i386";
    if (!is_x86)
      findings_.changed(command.place, shown(name), "taken as x86, whose exits and interrupts are modelled");
  }

  void take(const QemuOption& option) {
    using Take = void (Reader::*)(const Settings&);
    struct Row {
      const char* implied_key;
      Take take;
    };
    static const std::map<std::string, Row> rows{
        {"name", {"guest", &Reader::take_name}},       {"machine", {"type", &Reader::take_machine}},
        {"M", {"type", &Reader::take_machine}},        {"accel", {"accel", &Reader::take_accel}},
        {"cpu", {"model", &Reader::take_cpu}},         {"smp", {"cpus", &Reader::take_smp}},
        {"overcommit", {"", &Reader::take_overcommit}}};
    static const std::map<std::string, std::pair<const char*, std::vector<Settings> QemuParts::*>> kept{
        {"object", {"qom-type", &QemuParts::objects}},
        {"drive", {"", &QemuParts::drives}},
        {"blockdev", {"driver", &QemuParts::blockdevs}},
        {"netdev", {"type", &QemuParts::netdevs}},
        {"nic", {"type", &QemuParts::nics}},
        {"device", {"driver", &QemuParts::devices}},
        {"global", {"", &QemuParts::globals}}};
    if (option.name == "enable-kvm") is_kvm_ = true;
    if (!option.value || option.name.empty()) return list_option(option, findings_);
    const auto parse = [&](const char* implied_key) {
      return Settings::parse(*option.value, implied_key, places_, "-" + option.name, errors_);
    };
    if (const auto row = rows.find(option.name); row != rows.end()) {
      const Settings settings = parse(row->second.implied_key);
      (this->*row->second.take)(settings);
      list_settings(settings, findings_);
    } else if (const auto part = kept.find(option.name); part != kept.end()) {
      (parts_.*part->second.second).push_back(parse(part->second.first));
    } else {
      list_option(option, findings_);
    }
  }

  void take_name(const Settings& settings) {
    if (const std::string name = settings.said("guest"); !name.empty()) guest_.name = name;
    settings.see_all();
  }

  void take_machine(const Settings& settings) {
    guest_.machine = settings.said("type");
    if (settings.said("accel").starts_with("kvm")) is_kvm_ = true;
    const std::string irqchip = settings.said("kernel_irqchip") + settings.said("kernel-irqchip");
    if (irqchip == "off" || irqchip == "split")
      findings_.lost(settings.place(), "-machine: kernel_irqchip", "an irqchip in userspace is not modelled");
  }

  void take_accel(const Settings& settings) {
    if (settings.said("accel") == "kvm") is_kvm_ = true;
  }

  void take_cpu(const Settings& settings) {
    const auto is_on = [&](const char* dashes, const char* underscores, bool otherwise) {
      return settings.is_on(dashes, settings.is_on(underscores, otherwise, errors_), errors_);
    };
    guest_.has_pv_eoi = is_on("kvm-pv-eoi", "kvm_pv_eoi", true);
    if (!settings.is_on("kvm", true, errors_)) guest_.has_pv_eoi = false;
    guest_.has_pv_sched_yield = is_on("kvm-pv-sched-yield", "kvm_pv_sched_yield", false);
    guest_.polls_halts_itself = is_on("kvm-hint-dedicated", "kvm_hint_dedicated", false);
    settings.see_all();
  }

  // Without cpus, as many as the topology has (QEMU hw/core/machine-smp.c); then maxcpus counts first.
  void take_smp(const Settings& settings) {
    std::uint64_t product = 1;
    for (const char* level :
         {"drawers", "books", "sockets", "dies", "clusters", "modules", "cores", "threads"}) {
      const auto n = number_of(settings, level);
      product = std::min(product * n.value_or(1), most_vcpus + 1);
    }
    const auto cpus = number_of(settings, "cpus"), most = number_of(settings, "maxcpus");
    const std::uint64_t vcpus = cpus.value_or(most.value_or(product));
    if (vcpus > most_vcpus)
      errors_.add(settings.place(), "-smp", fmt::format("more than {} vcpus", most_vcpus));
    else
      guest_.vcpus = static_cast<std::uint32_t>(vcpus);
    if (most && *most > vcpus)
      findings_.lost(settings.place(), "-smp: maxcpus",
                     fmt::format("{} more could be plugged in", *most - vcpus));
  }

  std::optional<std::uint64_t> number_of(const Settings& settings, const char* key) {
    const Scalar* value = settings.find(key);
    if (!value) return std::nullopt;
    return read_number(*value, 1, most_vcpus, std::string{"-smp: "} + key, errors_);
  }

  void take_overcommit(const Settings& settings) {
    if (settings.is_on("cpu-pm", settings.is_on("cpu_pm", false, errors_), errors_))
      findings_.lost(settings.place(), "-overcommit: cpu-pm",
                     "a HLT that does not leave the guest is not modelled");
    settings.see_all();
  }

  const TextPlaces& places_;
  Findings& findings_;
  config::Errors& errors_;
  Guest guest_;
  QemuParts parts_;
  bool is_kvm_ = false;
};

}  // namespace

std::optional<Guest> read_qemu(const QemuCommand& command, const TextPlaces& places, Findings& findings,
                               config::Errors& errors) {
  return Reader(places, findings, errors).read(command);
}

}  // namespace kickpath::importing

#pragma once
#include <algorithm>
#include <optional>
#include <string>

#include "config/document.hpp"
#include "importing/import.hpp"
#include "scenario/load.hpp"

namespace kickpath::importing::testing {

/// A text imported, and its scenario loaded again as `kickpath run` would.
struct Trial {
  std::string errors;  ///< of the import
  std::optional<Imported> imported;
  std::optional<scenario::ScenarioSpec> spec;

  const vm::VmSpec& vm() const { return spec->machine.vms.at(0); }
  const device::DeviceSpec& device(std::size_t n = 0) const { return vm().devices.at(n); }

  /// "lost: cputune/vcpusched" and so on: is there such a finding?
  bool tells(FindingKind kind, const std::string& what) const {
    return std::any_of(imported->findings.begin(), imported->findings.end(),
                       [&](const Finding& f) { return f.kind == kind && f.what == what; });
  }
};

inline Trial try_import(const std::string& text, const ImportOptions& options = {}) {
  Trial trial;
  config::Errors errors, refusals;
  trial.imported = import_text(text, "file", options, errors);
  trial.errors = errors.format();
  if (!trial.imported) return trial;
  const auto document = config::parse_text(trial.imported->yaml, "scenario", refusals);
  const auto loaded = scenario::read_scenario(document.root, refusals);
  trial.errors += refusals.format();
  if (loaded) trial.spec = loaded->value;
  return trial;
}

/// A domain of `vcpus` with these devices and other elements.
inline std::string domain(const std::string& devices, const std::string& others = "", int vcpus = 1) {
  return "<domain type='kvm'>\n<name>g</name>\n<vcpu>" + std::to_string(vcpus) + "</vcpu>\n" + others +
         "\n<devices>" + devices + "</devices></domain>\n";
}

inline std::string disk(const std::string& driver, const std::string& name = "vda") {
  return "<disk type='file' device='disk'><driver name='qemu' cache='none' " + driver + "/><target dev='" +
         name + "' bus='virtio'/></disk>";
}

inline std::string nic(const std::string& driver) {
  return "<interface type='network'><model type='virtio'/>" + driver + "</interface>";
}

}  // namespace kickpath::importing::testing

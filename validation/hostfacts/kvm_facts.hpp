#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "hostfacts/host_files.hpp"

namespace kickpath::hostfacts {

/// KVM's modules and their parameters, from /sys/module. Built-in modules are there too.
struct KvmFacts {
  /// kvm_intel, kvm_amd, kvm_pvm, ...: usually one. A kernel with several built in shows all of them, also
  /// those that do not fit this processor.
  std::vector<std::string> vendor_modules;
  /// By "module.parameter", as in kvm.halt_poll_ns; unknown where only root may read it.
  std::map<std::string, std::optional<std::string>> parameters;
};

/// Nothing if there is no KVM.
std::optional<KvmFacts> read_kvm_facts(const HostFiles& files);

}  // namespace kickpath::hostfacts

#include "hostfacts/kvm_facts.hpp"

#include <fmt/format.h>

namespace kickpath::hostfacts {

namespace {

void add_parameters(const HostFiles& files, const std::string& module, KvmFacts& facts) {
  const std::string folder = fmt::format("sys/module/{}/parameters/", module);
  for (const std::string& name : files.names(folder))
    facts.parameters[fmt::format("{}.{}", module, name)] = files.word(folder + name);
}

}  // namespace

std::optional<KvmFacts> read_kvm_facts(const HostFiles& files) {
  KvmFacts facts;
  bool has_kvm = false;
  for (const std::string& module : files.names("sys/module")) {
    const bool is_vendor = module.starts_with("kvm_");
    if (module != "kvm" && !is_vendor) continue;
    has_kvm = true;
    if (is_vendor) facts.vendor_modules.push_back(module);
    add_parameters(files, module, facts);
  }
  return has_kvm ? std::optional{std::move(facts)} : std::nullopt;
}

}  // namespace kickpath::hostfacts

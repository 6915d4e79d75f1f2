#pragma once
#include <functional>
#include <memory>

#include "cli/kvm_world.hpp"

namespace kickpath::cli {

/// The QEMU of this machine on its KVM (validation/qemu). Throws vmm::MachineCannot where one of them is
/// missing.
class QemuWorld {
 public:
  explicit QemuWorld(const KvmOptions& options);
  ~QemuWorld();

  /// What QEMU, or this host, cannot do of a scenario goes to `errors`, with its place in the file.
  void check(const RunInput& input, config::Errors& errors) const;
  results::RunResult run(const RunInput& input, const std::function<void(double)>& progress) const;

 private:
  struct Parts;
  KvmOptions options_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kickpath::cli

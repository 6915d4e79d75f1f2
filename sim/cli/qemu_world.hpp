#pragma once
#include <functional>
#include <memory>

#include "cli/kvm_world.hpp"

namespace kickpath::cli {

/// The QEMU of this machine on its KVM (validation/qemu). Throws vmm::MachineCannot where one of them is
/// missing.
class QemuWorld : public MeasuredWorld {
 public:
  explicit QemuWorld(const KvmOptions& options);
  ~QemuWorld() override;

  void check(const RunInput& input, config::Errors& errors) const override;
  /// All repeats of one boot.
  vmm::MeasuredRun measure(const RunInput& input, const std::function<void(double)>& progress) const override;
  results::RunResult result_of(const RunInput& input, const vmm::MeasuredRun& run) const override;

 private:
  struct Parts;
  KvmOptions options_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kickpath::cli

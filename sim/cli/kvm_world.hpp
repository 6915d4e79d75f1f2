#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "cli/measured_world.hpp"
#include "time/cycles.hpp"
#include "vmm/recorded_repeat.hpp"

namespace kickpath::cli {

/// How the real world is run, besides what the scenario says.
struct KvmOptions {
  bool is_gated = true;          ///< repeats on a busy host are rejected
  double guest_patience_s = 10;  ///< how long a VM may complete nothing before it is killed and reported
};

/// The real KVM of this host (validation/kvm/vmm). Throws vmm::MachineCannot where there is none.
class KvmWorld : public MeasuredWorld {
 public:
  explicit KvmWorld(const KvmOptions& options);
  ~KvmWorld() override;

  void check(const RunInput& input, config::Errors& errors) const override;
  vmm::MeasuredRun measure(const RunInput& input, const std::function<void(double)>& progress) const override;
  results::RunResult result_of(const RunInput& input, const vmm::MeasuredRun& run) const override;
  /// One repeat by itself, of which nothing is kept.
  void record(const RunInput& input, const vmm::Recording& recording,
              const std::function<void(double)>& progress) const;

  /// The cpus that are the scenario's cores.
  std::vector<unsigned> cpus(const RunInput& input) const;
  Frequency tsc() const;

 private:
  struct Parts;
  KvmOptions options_;
  std::unique_ptr<Parts> parts_;
};

/// Lines for people below a result: the core map, and how quiet the host was.
std::string host_text(const results::RunResult& result);

}  // namespace kickpath::cli

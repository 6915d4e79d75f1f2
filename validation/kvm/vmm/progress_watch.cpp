#include "vmm/progress_watch.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace kickpath::vmm {

namespace {

struct Done {
  std::uint64_t requests = 0;
  bool has_program = false;
};

Done done_by(const Vm& vm) {
  Done sum;
  for (std::size_t v = 0; v < vm.vcpus().size(); ++v) {
    const protocol::VcpuControl& control = vm.control(v);
    sum.requests +=
        protocol::load_shared(control.progress.ops) + protocol::load_shared(control.progress.dropped);
    sum.has_program |= control.plan.kind != protocol::ProgramKind::idle;
  }
  return sum;
}

}  // namespace

ProgressWatch::ProgressWatch(const std::vector<std::unique_ptr<Vm>>& vms, Duration patience)
    : vms_(vms), patience_(std::chrono::duration_cast<std::chrono::nanoseconds>(patience)),
      seen_(vms.size(), Seen{0, Clock::now()}) {}

void ProgressWatch::look() {
  const auto now = Clock::now();
  for (std::size_t i = 0; i < vms_.size(); ++i) {
    const Done done = done_by(*vms_[i]);
    if (done.requests != seen_[i].done || !done.has_program) {
      seen_[i] = {done.requests, now};
    } else if (now - seen_[i].at > patience_) {
      throw std::runtime_error(
          fmt::format("VM {} hangs: no request completed for {:.3g} s; it was killed\n{}", vms_[i]->name(),
                      std::chrono::duration<double>(patience_).count(), vms_[i]->describe()));
    }
  }
}

}  // namespace kickpath::vmm

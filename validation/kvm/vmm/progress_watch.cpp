#include "vmm/progress_watch.hpp"

#include <fmt/format.h>
#include <stdexcept>
#include <utility>

namespace kickpath::vmm {

void RequestsDone::add(const protocol::VcpuControl& control) {
  sum_ += protocol::load_shared(control.progress.ops) + protocol::load_shared(control.progress.dropped);
  has_program_ |= control.plan.kind != protocol::ProgramKind::idle;
}

ProgressWatch::ProgressWatch(std::vector<Watched> vms, Duration patience)
    : vms_(std::move(vms)), patience_(std::chrono::duration_cast<std::chrono::nanoseconds>(patience)),
      seen_(vms_.size(), Seen{0, Clock::now()}) {}

void ProgressWatch::look() {
  const auto now = Clock::now();
  for (std::size_t i = 0; i < vms_.size(); ++i) {
    const auto done = vms_[i].requests_done();
    if (!done || *done != seen_[i].done) {
      seen_[i] = {done.value_or(0), now};
    } else if (now - seen_[i].at > patience_) {
      throw std::runtime_error(
          fmt::format("VM {} hangs: no request completed for {:.3g} s; it was killed\n{}", vms_[i].name,
                      std::chrono::duration<double>(patience_).count(), vms_[i].describe()));
    }
  }
}

}  // namespace kickpath::vmm

#pragma once
#include "vcpu/vcpu.hpp"

namespace kickpath::notify {

/// The contract of a way to interrupt a guest. `send` runs on the fiber of `sender`, a thread of the VMM, and
/// at its expense.
class InterruptPath {
 public:
  virtual ~InterruptPath() = default;
  virtual void send(host::Task& sender, vcpu::Vcpu& target, vcpu::Vector vector) = 0;
};

}  // namespace kickpath::notify

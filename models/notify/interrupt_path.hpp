#pragma once
#include <cstdint>

#include "vcpu/vcpu.hpp"

namespace kickpath::notify {

/// Where the threads that send are: in userspace each sending is a system call.
enum class Caller : std::uint8_t { userspace, kernel };

/// The contract of a way to interrupt a guest. `send` runs on the fiber of `sender`, a thread of the VMM, and
/// at its expense.
class InterruptPath {
 public:
  virtual ~InterruptPath() = default;
  virtual void send(host::Task& sender, vcpu::Vcpu& target, vcpu::Vector vector) = 0;
};

}  // namespace kickpath::notify

#include "vmm/vcpu_loop.hpp"

#include <array>
#include <fmt/format.h>
#include <stdexcept>

#include "protocol/address_map.hpp"
#include "vmm/doors.hpp"

namespace kickpath::vmm {

void VcpuLoop::leave() {
  must_leave_.store(true, std::memory_order_release);
  vcpu_.leave();
}

void VcpuLoop::run() {
  while (!must_leave_.load(std::memory_order_acquire))
    if (vcpu_.run() && !handle_exit()) return;
}

bool VcpuLoop::handle_exit() {
  const kvm_run& exit = vcpu_.exit();
  if (const auto door = door_of(exit)) {
    handle_kick_(*door);
    return true;
  }
  const bool is_port = exit.exit_reason == KVM_EXIT_IO && exit.io.direction == KVM_EXIT_IO_OUT;
  if (is_port && exit.io.port == protocol::exit_port) return false;
  if (is_port && exit.io.port == protocol::fault_port) report(describe_fault());
  report("stopped unexpectedly");
}

void VcpuLoop::report(const std::string& what) const {
  throw std::runtime_error(fmt::format("VM {} vcpu {}: {}: {}", vm_, vcpu_.index(), what, vcpu_.describe()));
}

// What stubs.S left on the ring-0 stack: vector, error code, then the frame of the exception.
std::string VcpuLoop::describe_fault() const {
  constexpr std::array names{"#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "?",
                             "#TS", "#NP", "#SS", "#GP", "#PF", "?",   "#MF", "#AC", "#MC", "#XM"};
  const auto frame = ram_.span<std::uint64_t>(vcpu_.registers().rsp, 5);
  const char* name = frame[0] < names.size() ? names[frame[0]] : "?";
  return fmt::format("guest exception {} (vector {}, error code {:#x}) at rip {:#x}, cs {:#x}, rflags {:#x}",
                     name, frame[0], frame[1], frame[2], frame[3], frame[4]);
}

}  // namespace kickpath::vmm

// The payload's C++ where QEMU's firmware has loaded it: the first vcpu sets up the devices and starts the
// others; then each runs its program, as on any other KVM.
#include "guest/machine.hpp"
#include "guest/run.hpp"
#include "qemu_guest/other_vcpus.hpp"
#include "qemu_guest/set_up.hpp"

namespace kickpath::qemu_guest {

namespace {

qemu_protocol::BootBlock& block() {
  return *reinterpret_cast<qemu_protocol::BootBlock*>(qemu_protocol::boot_block);
}

/// Until the launcher ends this VM.
[[noreturn]] void sleep(protocol::VcpuControl& control) {
  for (;;) {
    protocol::store_shared(control.is_interrupted, 0u);
    guest::halt_service();
  }
}

bool set_up_devices() {
  const auto* devices = reinterpret_cast<const DeviceSetUp*>(block().device_table);
  for (std::uint32_t d = 0; d < block().devices; ++d) {
    const SetUpError error = set_up_device(devices[d]);
    if (error == SetUpError::none) continue;
    protocol::store_shared(block().failed_device, d);
    protocol::store_shared(block().error, error);
    return false;
  }
  return true;
}

bool is_first(const protocol::VcpuControl& control) {
  return reinterpret_cast<const qemu_protocol::Entry*>(block().entries)->control ==
         reinterpret_cast<std::uint64_t>(&control);
}

}  // namespace

}  // namespace kickpath::qemu_guest

extern "C" [[noreturn]] void guest_main(kickpath::protocol::VcpuControl& control);
extern "C" [[noreturn]] void guest_main(kickpath::protocol::VcpuControl& control) {
  using namespace kickpath::qemu_guest;
  if (is_first(control)) {
    if (!set_up_devices()) sleep(control);
    start_other_vcpus(block());
  }
  kickpath::guest::run(control);
  sleep(control);
}

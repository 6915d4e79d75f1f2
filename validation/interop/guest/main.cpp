// A driver that checks what the disk of a foreign VMM gives it, job after job (block/check_block.hpp).
#include "guest/machine.hpp"
#include "guest/world.hpp"
#include "integrity/disk_check.hpp"
#include "interop_block/check_block.hpp"
#include "qemu_guest/set_up.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/packed_driver.hpp"
#include "virtqueue/split_driver.hpp"

namespace kickpath::interop {

namespace {

using integrity::DiskCheck;
using integrity::Request;
using virtqueue::DirectMemory;
using virtqueue::DriverSlot;

CheckBlock& block() { return *reinterpret_cast<CheckBlock*>(check_block); }
qemu_protocol::BootBlock& boot() {
  return *reinterpret_cast<qemu_protocol::BootBlock*>(qemu_protocol::boot_block);
}

template <class T>
std::span<T> span_at(std::uint64_t address, std::size_t n) {
  return {reinterpret_cast<T*>(address), n};
}

const qemu_protocol::DeviceSetUp& device() {
  return *reinterpret_cast<const qemu_protocol::DeviceSetUp*>(boot().device_table);
}

/// From then on the device looks at no ring: the next job writes its own where these were.
void reset_device() {
  const qemu_guest::PciFunction function(device().slot);
  qemu_guest::ModernTransport transport(function, device());
  if (transport.find() != qemu_protocol::SetUpError::none) return;
  transport.set_status(qemu_guest::device_status::reset);
  while (transport.status() != qemu_guest::device_status::reset) guest::pause();  // VirtIO 1.3 4.1.4.3.2
}

/// The device is told of the rings when the driver has written them.
template <class Driver, class Layout>
void run(guest::World& world, const Job& job, const Layout& layout) {
  const DirectMemory memory{reinterpret_cast<std::byte*>(protocol::allocations),
                            virtqueue::GuestAddress{protocol::allocations}, protocol::max_memory};
  Driver driver(memory, layout, span_at<DriverSlot>(job.driver_slots, layout.size), job.suppression);
  const qemu_protocol::SetUpError error = qemu_guest::set_up_device(device());
  if (error != qemu_protocol::SetUpError::none) {
    protocol::store_shared(boot().error, error);
    return;
  }
  const auto places = span_at<Request>(job.places, job.plan.in_flight);
  for (std::uint32_t i = 0; i < places.size(); ++i)
    places[i] = {.at = virtqueue::GuestAddress{job.requests + i * Request::bytes}};
  integrity::Ledger ledger(span_at<std::uint32_t>(job.generations, job.sectors));
  DiskCheck check(world, QueueId{0}, memory, driver, ledger, places,
                  span_at<std::uint32_t>(job.free, job.plan.in_flight), job.plan);
  check.run();
  block().findings = check.findings();
  reset_device();
}

void run(guest::World& world, const Job& job) {
  if (job.packed.size != 0) {
    run<virtqueue::PackedDriver<DirectMemory>>(world, job, job.packed);
  } else {
    run<virtqueue::SplitDriver<DirectMemory>>(world, job, job.split);
  }
}

}  // namespace

}  // namespace kickpath::interop

extern "C" [[noreturn]] void guest_main(kickpath::protocol::VcpuControl& control);
extern "C" [[noreturn]] void guest_main(kickpath::protocol::VcpuControl& control) {
  using namespace kickpath;
  auto& block = interop::block();
  guest::World world(control);
  for (std::uint32_t done = 0;; ++done) {
    while (__atomic_load_n(&block.asked, __ATOMIC_ACQUIRE) == done) guest::pause();
    interop::run(world, block.job);
    __atomic_store_n(&block.answered, done + 1, __ATOMIC_RELEASE);
  }
}

#include "qemu/qemu_plan.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "disk_vm.hpp"
#include "protocol/control_block.hpp"
#include "qemu/legacy_rings.hpp"
#include "vmm/guest_control.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using qemu_protocol::DeviceSetUp;
using qemu_protocol::QueueSetUp;

namespace {

/// A VM's memory as the payload finds it.
struct Written {
  explicit Written(vm::VmSpec group)
      : spec(std::move(group)), plan(qemu::plan_qemu(spec)), ram(plan.memory_bytes) {
    vmm::write_controls(ram, plan.guest, spec, {}, 1);
    qemu::write_set_up(ram, plan, spec);
  }
  const qemu_protocol::BootBlock& block() const {
    return ram.at<qemu_protocol::BootBlock>(qemu_protocol::boot_block);
  }
  const DeviceSetUp& device(std::size_t d) const {
    return ram.span<DeviceSetUp>(block().device_table, block().devices)[d];
  }
  const QueueSetUp& queue(std::size_t d, std::size_t q) const {
    return ram.span<QueueSetUp>(device(d).queue_table, device(d).queues)[q];
  }

  vm::VmSpec spec;
  qemu::QemuPlan plan;
  vmm::GuestRam ram;
};

vm::VmSpec legacy(std::uint16_t queues, std::uint16_t size) {
  vm::VmSpec spec = disk_vm();
  spec.devices[0].kick = notify::KickPathKind::ioeventfd_pio;
  spec.devices[0].queues = queues;
  spec.devices[0].queue.size = size;
  return spec;
}

}  // namespace

TEST_CASE("A legacy queue is one page number: available after descriptors, used a page further") {
  // 256 entries: descriptors 16 * 256 = 4096 bytes, available 6 + 2 * 256 = 518 behind them, used on the next
  // page.
  const auto layout = qemu::lay_out_legacy(virtqueue::GuestAddress{0x10000}, 256);
  CHECK(layout.avail.value == 0x11000);
  CHECK(layout.used.value == 0x12000);
  CHECK(qemu::legacy_bytes(256) == 0x3000);  // used: 6 + 8 * 256 = 2054 bytes
  // 128 entries: 2048 + 262 bytes end in the first page.
  CHECK(qemu::lay_out_legacy(virtqueue::GuestAddress{0x10000}, 128).avail.value == 0x10800);
  CHECK(qemu::lay_out_legacy(virtqueue::GuestAddress{0x10000}, 128).used.value == 0x11000);
}

TEST_CASE("Legacy rings lie on pages, apart, in what driver and device share") {
  const Written written(legacy(3, 256));
  std::set<std::uint64_t> pages;
  for (std::size_t q = 0; q < 3; ++q) {
    const std::uint64_t at = written.queue(0, q).descriptors;
    CHECK(at % 4096 == 0);
    pages.insert(at);
    CHECK(at >= written.plan.guest.shared);
    CHECK(at + 0x3000 <= written.plan.guest.shared + written.plan.guest.shared_bytes);
  }
  CHECK(*pages.rbegin() - *pages.begin() == 2 * 0x3000);
  CHECK(written.device(0).is_legacy == 1);
  CHECK(written.device(0).features == (1u << 12));  // VIRTIO_BLK_F_MQ, and no VERSION_1
}

TEST_CASE("Features are what the queues need, and no more") {
  vm::VmSpec spec = disk_vm();
  CHECK(Written(spec).device(0).features == 1ull << 32);  // VIRTIO_F_VERSION_1
  spec.devices[0].queue.indirect = true;
  spec.devices[0].queue.suppression = virtqueue::Suppression::event_idx;
  CHECK(Written(spec).device(0).features == (1ull << 32 | 1u << 28 | 1u << 29));
  spec.devices[0].queue.layout = device::Layout::packed;
  CHECK(Written(spec).device(0).features == (1ull << 34 | 1ull << 32 | 1u << 28 | 1u << 29));
}

TEST_CASE("Queue q interrupts vcpu q modulo vcpus, by the vector that nobody else there has") {
  vm::VmSpec spec = disk_vm();
  spec.vcpus = 2;
  spec.devices[0].queues = 4;
  const Written written(spec);
  for (std::uint32_t q = 0; q < 4; ++q) {
    CHECK(written.queue(0, q).vcpu == q % 2);
    CHECK(written.queue(0, q).vector == protocol::first_queue_vector + q / 2);
    CHECK(written.queue(0, q).has_interrupt == 1);
  }
}

TEST_CASE("The doorbell of a driven queue is told to the driver that reads it, others to nobody") {
  vm::VmSpec spec = disk_vm();
  spec.devices.push_back(disk("idle"));
  const Written written(spec);
  const std::uint64_t control = written.queue(0, 0).control;
  REQUIRE(control != 0);
  CHECK(control == written.plan.guest.vcpus[0].queue_table);
  CHECK(written.queue(1, 0).control == 0);
  CHECK(written.device(1).slot == qemu::first_slot + 1);
}

TEST_CASE("Each vcpu finds its control block and its stack by its number") {
  vm::VmSpec spec = disk_vm();
  spec.vcpus = 3;
  const Written written(spec);
  const auto entries = written.ram.span<qemu_protocol::Entry>(written.block().entries, 3);
  for (std::size_t v = 0; v < 3; ++v) {
    CHECK(entries[v].control == written.plan.guest.vcpus[v].control);
    CHECK(entries[v].stack == written.plan.guest.vcpus[v].ring3_stack);
  }
  CHECK(written.block().vcpus == 3);
  CHECK(written.block().may_go == 0);
}

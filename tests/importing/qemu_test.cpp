// QEMU's options into keys.
#include <catch2/catch.hpp>

#include "imported.hpp"

using namespace kickpath;
using namespace kickpath::importing;
using namespace kickpath::importing::testing;
using notify::InterruptPathKind;
using notify::KickPathKind;
using server::ServerKind;

namespace {

const std::string start = "qemu-system-x86_64 -accel kvm -smp 2 -drive if=none,id=d,cache=none ";

Trial good(const std::string& text) {
  Trial trial = try_import(text);
  INFO(text);
  if (!trial.errors.empty() || !trial.spec) FAIL(trial.errors);
  return trial;
}

}  // namespace

TEST_CASE("A virtio-blk-pci device with its iothread") {
  const Trial trial =
      good(start +
           "-object iothread,id=io0,poll-max-ns=50000,poll-grow=4,poll-shrink=8 -device "
           "virtio-blk-pci,drive=d,iothread=io0,num-queues=1,queue-size=128,event_idx=off,id=a");
  CHECK(trial.device().name == "a");
  CHECK(trial.device().queues == 1);
  CHECK(trial.device().queue.size == 128);
  CHECK(trial.device().queue.suppression == virtqueue::Suppression::flags);
  CHECK(trial.device().server.name == "io0");
  CHECK(trial.device().server.poll.max == Duration{50'000'000});
  CHECK(trial.device().server.poll.grow == 4);
  CHECK(trial.device().server.poll.shrink == 8);
  CHECK(!trial.tells(FindingKind::lost, "-drive: cache"));
}

TEST_CASE("The kick goes by what the device is to the guest's driver") {
  const auto kick = [](const std::string& device) {
    return good(start + "-device " + device + ",drive=d").device().kick;
  };
  CHECK(kick("virtio-blk-pci") == KickPathKind::ioeventfd_mmio_wildcard);
  CHECK(kick("virtio-blk-pci,disable-legacy=on") == KickPathKind::ioeventfd_mmio_wildcard);
  CHECK(kick("virtio-blk-pci-transitional") == KickPathKind::ioeventfd_mmio_wildcard);
  CHECK(kick("virtio-blk-pci,disable-modern=on") == KickPathKind::ioeventfd_pio);
  CHECK(kick("virtio-blk-pci,modern-pio-notify=on") == KickPathKind::ioeventfd_pio);
  CHECK(kick("virtio-blk-device") == KickPathKind::ioeventfd_mmio);
  CHECK(kick("virtio-blk-pci,ioeventfd=off") == KickPathKind::userspace_mmio);
  CHECK(kick("virtio-blk-pci,ioeventfd=off,disable-modern=on") == KickPathKind::userspace_pio);
}

TEST_CASE("-global counts for devices of its driver, unless they say otherwise") {
  const std::string global =
      "-global virtio-blk-pci.event_idx=off -global driver=virtio-blk-pci,property=num-queues,value=1 ";
  CHECK(good(start + global + "-device virtio-blk-pci,drive=d").device().queue.suppression ==
        virtqueue::Suppression::flags);
  CHECK(good(start + global + "-device virtio-blk-pci,drive=d").device().queues == 1);
  CHECK(good(start + global + "-device virtio-blk-pci,drive=d,event_idx=on").device().queue.suppression ==
        virtqueue::Suppression::event_idx);
}

TEST_CASE("-drive if=virtio is a disk by itself; other interfaces are lost") {
  const Trial trial = good(
      "qemu-system-x86_64 -enable-kvm -drive file=a,if=virtio,aio=native,cache.direct=on "
      "-drive file=b,if=scsi -drive file=c -hda d e");
  CHECK(trial.vm().devices.size() == 1);
  CHECK(trial.device().backend.aio == device::DiskAio::native);
  const auto losses = std::count_if(trial.imported->findings.begin(), trial.imported->findings.end(),
                                    [](const Finding& f) { return f.kind == FindingKind::lost; });
  CHECK(losses == 4);
}

TEST_CASE("A chain of -blockdev says how requests reach the file") {
  const std::string nodes =
      "-blockdev driver=file,node-name=f,filename=x,aio=io_uring,cache.direct=on "
      "-blockdev driver=qcow2,node-name=q,file=f ";
  const Trial trial = good(start + nodes + "-device virtio-blk-pci,drive=q");
  CHECK(trial.device().backend.aio == device::DiskAio::native);
  CHECK(trial.tells(FindingKind::changed, "-blockdev: aio"));
  CHECK(!trial.tells(FindingKind::lost, "-blockdev: cache"));
  const std::string inline_file =
      "-blockdev "
      "'{\"driver\":\"raw\",\"node-name\":\"q\",\"file\":{\"driver\":\"file\",\"aio\":\"native\"}}' ";
  CHECK(good(start + inline_file + "-device virtio-blk-pci,drive=q").device().backend.aio ==
        device::DiskAio::native);
}

TEST_CASE("A null driver is no disk: it answers at once, or after its latency") {
  const auto disk = [](const std::string& node) {
    return good(start + "-blockdev node-name=n," + node + " -device virtio-blk-pci,drive=n");
  };
  const Trial at_once = disk("driver=null-co,size=1G");
  CHECK(at_once.device().backend.kind == device::BackendKind::null);
  CHECK(!at_once.tells(FindingKind::assumed, "backend"));
  CHECK(!at_once.tells(FindingKind::lost, "-blockdev: cache"));
  const Trial later = disk("driver=null-aio,latency-ns=250000");
  CHECK(later.device().backend.kind == device::BackendKind::fixed);
  CHECK(later.device().backend.latency == Distribution::fixed(Duration{250'000'000}));
  const Trial never = disk("driver=null-co,latency-ns=soon");
  CHECK(never.device().backend.kind == device::BackendKind::null);
  CHECK(never.tells(FindingKind::lost, "-blockdev: latency-ns"));
}

TEST_CASE("A chain that bites its tail ends") {
  const std::string nodes =
      "-blockdev driver=raw,node-name=a,file=b -blockdev driver=raw,node-name=b,file=a ";
  CHECK(good(start + nodes + "-device virtio-blk-pci,drive=a").device().backend.aio ==
        device::DiskAio::threads);
}

TEST_CASE("A tap's queues count with mq=on, by number or by what is handed over") {
  const auto pairs = [](const std::string& tap, const std::string& device) {
    return good(start + "-netdev tap,id=n," + tap + " -device virtio-net-pci,netdev=n," + device)
        .device()
        .queues;
  };
  CHECK(pairs("queues=2", "mq=on") == 2);
  CHECK(pairs("fds=3:4", "mq=on") == 2);
  CHECK(pairs("queues=2", "mq=off") == 1);
  CHECK(pairs("queues=8", "mq=on") == 2);
  CHECK(pairs("script=no", "mq=on") == 1);
}

TEST_CASE("tx=bh is the bottom half, tx=timer the timer, and vhost drains whatever tx says") {
  const auto flush = [](const std::string& vhost, const std::string& tx) {
    return good(start + "-netdev tap,id=n" + vhost + " -device virtio-net-pci,netdev=n" + tx).device();
  };
  CHECK(flush("", "").net.tx.flush == net::TxFlush::bottom_half);
  CHECK(flush("", ",tx=bh,x-txburst=64").net.tx.burst == 64);
  CHECK(flush("", ",tx=timer").net.tx.flush == net::TxFlush::timer);
  CHECK(flush("", ",tx=timer,x-txtimer=20000").net.tx.timer == Duration{20'000'000});
  CHECK(flush(",vhost=on", ",tx=timer").net.tx.flush == net::TxFlush::drain);
  CHECK(flush(",vhost=on,poll-us=50", "").server.busyloop == Duration{50'000'000});
  CHECK(flush(",vhost=on", ",ioeventfd=off").server.kind == ServerKind::vcpu);
}

TEST_CASE("Too few vectors are shared, none is a line, where one vcpu takes all interrupts") {
  const auto of = [](const std::string& smp, const std::string& device) {
    return good("qemu-system-x86_64 -enable-kvm -smp " + smp +
                " -drive if=none,id=d -device virtio-blk-pci,drive=d," + device);
  };
  CHECK(of("1", "vectors=2").device().vectors == std::nullopt);  // one for the queue, one for configuration
  CHECK(of("1", "num-queues=1,vectors=0").device().trigger == device::Trigger::intx);
  CHECK(of("2", "num-queues=1,vectors=1").device().trigger == device::Trigger::intx);
  CHECK(of("2", "num-queues=2,vectors=2").device().vectors == std::nullopt);
  CHECK(of("2", "num-queues=2,vectors=2").tells(FindingKind::changed, "disk0: vectors"));
  CHECK(!of("2", "num-queues=2,vectors=3").tells(FindingKind::changed, "disk0: vectors"));
}

TEST_CASE("-smp counts cpus, or the product of its topology") {
  const auto vcpus = [](const std::string& smp) {
    return good("qemu-system-x86_64 -enable-kvm -drive if=virtio " + smp).vm().vcpus;
  };
  CHECK(vcpus("") == 1);
  CHECK(vcpus("-smp 6") == 6);
  CHECK(vcpus("-smp cpus=3,maxcpus=6") == 3);
  CHECK(vcpus("-smp sockets=2,cores=3,threads=2") == 12);
  CHECK(vcpus("--smp 4,cores=2") == 4);
}

TEST_CASE("The last command line of a text counts, comments and prose do not") {
  const Trial trial = good(
      "# qemu-system-x86_64 -smp 9\nfirst: qemu-system-x86_64 -smp 2 -drive if=virtio\n"
      "$ /opt/bin/qemu-system-x86_64 -smp 3 -drive if=virtio -enable-kvm\n"
      "qemu-system-x86_64: -device x: error\nsee qemu-system-x86_64\n");
  CHECK(trial.vm().vcpus == 3);
  CHECK(trial.tells(FindingKind::lost, "an earlier command line"));
}

TEST_CASE("A guest without KVM is taken as one with it, and that is told") {
  CHECK(good("qemu-system-x86_64 -drive if=virtio").tells(FindingKind::changed, "-accel"));
  CHECK(!good("qemu-system-x86_64 -machine q35,accel=kvm:tcg -drive if=virtio")
             .tells(FindingKind::changed, "-accel"));
  CHECK(!good("kvm -drive if=virtio").tells(FindingKind::changed, "-accel"));
  CHECK(!good("/usr/libexec/qemu-kvm -drive if=virtio").tells(FindingKind::changed, "-accel"));
  CHECK(good("qemu-system-aarch64 -accel kvm -drive if=virtio")
            .tells(FindingKind::changed, "qemu-system-aarch64"));
}

TEST_CASE("Options that nothing reads are listed, by whether anything depends on them") {
  const Trial trial =
      good(start +
           "-m 4G -icount 3 -device nvme,drive=d -device usb-kbd -device virtio-blk-pci,drive=d,novelty=3");
  CHECK(trial.tells(FindingKind::ignored, "-m"));
  CHECK(trial.tells(FindingKind::lost, "-icount"));
  CHECK(trial.tells(FindingKind::lost, "-device nvme"));
  CHECK(trial.tells(FindingKind::ignored, "-device usb-kbd"));
  CHECK(trial.tells(FindingKind::lost, "-device: novelty"));
}

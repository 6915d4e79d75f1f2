// libvirt's elements into keys: what stands in a domain, and what it is in the scenario.
#include <catch2/catch.hpp>

#include "imported.hpp"

using namespace kickpath;
using namespace kickpath::importing;
using namespace kickpath::importing::testing;
using device::DeviceKind;
using notify::InterruptPathKind;
using notify::KickPathKind;
using server::ServerKind;

namespace {

Trial good(const std::string& text, const ImportOptions& options = {}) {
  Trial trial = try_import(text, options);
  INFO(text);
  if (!trial.errors.empty() || !trial.spec) FAIL(trial.errors);
  return trial;
}

}  // namespace

TEST_CASE("A disk without iothread is the main loop's, with a queue for each vcpu") {
  const Trial trial = good(domain(disk("io='native'"), "", 3));
  CHECK(trial.vm().vcpus == 3);
  CHECK(trial.device().kind == DeviceKind::blk);
  CHECK(trial.device().queues == 3);
  CHECK(trial.device().queue.size == 256);
  CHECK(trial.device().queue.suppression == virtqueue::Suppression::event_idx);
  CHECK(trial.device().queue.indirect);
  CHECK(trial.device().kick == KickPathKind::ioeventfd_mmio_wildcard);
  CHECK(trial.device().interrupt == InterruptPathKind::irqfd);
  CHECK(trial.device().server.kind == ServerKind::main_loop);
  CHECK(trial.device().backend.aio == device::DiskAio::native);
  CHECK(trial.device().backend.batches);
}

TEST_CASE("Machine types of old have one queue of 128 entries") {
  const auto of = [](const std::string& machine) {
    return good(domain(disk(""), "<os><type machine='" + machine + "'>hvm</type></os>", 2)).device();
  };
  CHECK(of("pc-q35-5.1").queues == 1);
  CHECK(of("pc-q35-5.2").queues == 2);
  CHECK(of("pc-q35-4.2").queue.size == 128);
  CHECK(of("pc-q35-5.0").queue.size == 256);
  CHECK(of("pc-i440fx-focal").queue.size == 128);
  CHECK(of("pc-i440fx-jammy").queues == 2);
  CHECK(of("pc-q35-rhel8.2.0").queues == 1);
  CHECK(of("pc-q35-rhel9.0.0").queues == 2);
  CHECK(of("q35").queues == 2);
}

TEST_CASE("queues, queue_size, event_idx and packed are the queue's") {
  const Trial trial = good(domain(disk("queues='2' queue_size='64' event_idx='off' packed='on'"), "", 4));
  CHECK(trial.device().queues == 2);
  CHECK(trial.device().queue.size == 64);
  CHECK(trial.device().queue.suppression == virtqueue::Suppression::flags);
  CHECK(trial.device().queue.layout == device::Layout::packed);
}

TEST_CASE("More queues than vcpus are as many as Linux uses, and that is told") {
  const Trial trial = good(domain(disk("queues='8'"), "", 2));
  CHECK(trial.device().queues == 2);
  CHECK(trial.tells(FindingKind::changed, "vda: queues"));
  CHECK(!good(domain(disk("queues='2'"), "", 2)).tells(FindingKind::changed, "vda: queues"));
}

TEST_CASE("ioeventfd='off' makes the vcpu thread serve, by the exit to userspace of its transport") {
  const Trial trial = good(domain(disk("ioeventfd='off'")));
  CHECK(trial.device().kick == KickPathKind::userspace_mmio);
  CHECK(trial.device().interrupt == InterruptPathKind::ioctl);
  CHECK(trial.device().server.kind == ServerKind::vcpu);
}

TEST_CASE("An iothread has its poll; without one QEMU's 32768 ns") {
  const Trial trial =
      good(domain(disk("iothread='2'") + disk("iothread='5'", "vdb") + disk("iothread='2'", "vdc"),
                  "<iothreads>2</iothreads><iothreadids><iothread id='5'>"
                  "<poll max='1500' grow='3' shrink='4'/></iothread><iothread id='2'/></iothreadids>"));
  const server::ServerSpec &two = trial.device(0).server, &five = trial.device(1).server;
  CHECK(two.name == "iothread2");
  CHECK(two.poll.max == Duration{32'768'000});
  CHECK(five.name == "iothread5");
  CHECK(five.poll.max == Duration{1'500'000});
  CHECK(five.poll.grow == 3);
  CHECK(five.poll.shrink == 4);
  CHECK(trial.device(2).server.name == "iothread2");
}

TEST_CASE("<iothreads> counts those with an id too; the others get the lowest that is free") {
  CHECK(good(domain(disk("iothread='1'"),
                    "<iothreads>2</iothreads><iothreadids><iothread id='2'/></iothreadids>"))
            .device()
            .server.name == "iothread1");
  CHECK(try_import(domain(disk("iothread='3'"), "<iothreads>2</iothreads>"))
            .errors.find("there is no iothread '3'") != std::string::npos);
}

TEST_CASE("Several iothreads of a disk are its pool") {
  const std::string two = "<iothreads><iothread id='1'/><iothread id='2'/></iothreads>";
  const std::string device = "<disk type='file' device='disk'><driver name='qemu' cache='none' queues='4'>" +
                             two + "</driver><target dev='vda' bus='virtio'/></disk>";
  const Trial trial = good(domain(device, "<iothreads>2</iothreads>", 4));
  CHECK(trial.device().server.iothreads == 2);
  CHECK(!trial.device().server.name);
}

TEST_CASE("An interface is vhost's with its pairs of queues, or the main loop's with its transmit mode") {
  const Trial vhost =
      good(domain(nic("<driver name='vhost' queues='2' rx_queue_size='512'/><mtu size='9000'/>"), "", 2));
  CHECK(vhost.device().kind == DeviceKind::net);
  CHECK(vhost.device().queues == 2);
  CHECK(vhost.device().queue.size == 512);
  CHECK(vhost.device().net.mtu == 9000);
  CHECK(vhost.device().server.kind == ServerKind::vhost);
  CHECK(vhost.device().interrupt == InterruptPathKind::irqfd);
  CHECK(vhost.device().net.tx.flush == net::TxFlush::drain);

  const Trial qemu = good(domain(nic("<driver name='qemu' txmode='timer'/>") + nic("<driver name='qemu'/>")));
  CHECK(qemu.device(0).server.kind == ServerKind::main_loop);
  CHECK(qemu.device(0).interrupt == InterruptPathKind::ioctl);
  CHECK(qemu.device(0).net.tx.flush == net::TxFlush::timer);
  CHECK(qemu.device(1).net.tx.flush == net::TxFlush::bottom_half);
  CHECK(!qemu.tells(FindingKind::assumed, "interface/driver/@name"));
  CHECK(good(domain(nic(""))).tells(FindingKind::assumed, "interface/driver/@name"));
}

TEST_CASE("Offloads are gso and the kind of receive buffers") {
  const auto of = [](const std::string& inside) {
    return good(domain(nic("<driver>" + inside + "</driver>")));
  };
  CHECK(of("").device().net.gso);
  CHECK(of("").device().net.rx.buffers == net::RxBuffers::mergeable);
  CHECK(of("<host mrg_rxbuf='off'/>").device().net.rx.buffers == net::RxBuffers::big);
  const Trial none = of("<host tso4='off' mrg_rxbuf='off'/><guest tso4='off'/>");
  CHECK(!none.device().net.gso);
  CHECK(none.device().net.rx.buffers == net::RxBuffers::small);
  CHECK(!none.tells(FindingKind::changed, "interface/driver/host, guest"));
  CHECK(of("<guest tso4='off'/>").tells(FindingKind::changed, "interface/driver/host, guest"));
}

TEST_CASE("Pinned threads are placed, and the host has the cores that they need") {
  const Trial trial = good(domain(disk("iothread='1'") + nic("<driver name='vhost' queues='2'/>"),
                                  "<iothreads>1</iothreads><cputune><vcpupin vcpu='1' cpuset='3'/>"
                                  "<vcpupin vcpu='0' cpuset='2'/><iothreadpin iothread='1' cpuset='5'/>"
                                  "<emulatorpin cpuset='7'/></cputune>",
                                  2));
  CHECK(trial.spec->machine.host.cores == 8);
  CHECK(trial.vm().placement.vcpu_cores == std::vector<std::uint32_t>{2, 3});
  CHECK(trial.vm().placement.server_cores == std::vector<std::uint32_t>{5, 7, 7});
  CHECK(!trial.tells(FindingKind::changed, "pinning of vcpus"));
}

TEST_CASE("The quota of all is the cgroup's; that of each vcpu is so much of all together") {
  const auto of = [](const std::string& tune) {
    return good(domain(disk(""), "<cputune>" + tune + "</cputune>", 3));
  };
  const Trial all =
      of("<global_quota>150000</global_quota><global_period>50000</global_period><shares>512</shares>");
  CHECK(all.vm().cgroup->cpu_max->quota == 150'000 * Duration{1'000'000});
  CHECK(all.vm().cgroup->cpu_max->period == 50'000 * Duration{1'000'000});
  CHECK(all.vm().cgroup->weight == (512 * 1024 + 50) / 100);
  const Trial each = of("<quota>20000</quota>");
  CHECK(each.vm().cgroup->cpu_max->quota == 3 * 20'000 * Duration{1'000'000});
  CHECK(each.vm().cgroup->cpu_max->period == 100'000 * Duration{1'000'000});
  CHECK(each.tells(FindingKind::changed, "cputune/quota"));
  CHECK(!of("<quota>-1</quota>").vm().cgroup);
  CHECK(!of("<global_quota>17592186044415</global_quota>").vm().cgroup);
  CHECK(of("<shares>20480</shares>").vm().cgroup->weight == 2000 * 1024 / 100);  // v1: 20 times 1024
}

TEST_CASE("PV EOI is there unless the domain hides KVM or takes it away; a dedicated guest polls its halts") {
  const auto of = [](const std::string& features) {
    return good(domain(disk(""), "<features>" + features + "</features>")).vm().vcpu;
  };
  CHECK(of("<apic/>").pv_eoi);
  CHECK(!of("<apic eoi='off'/>").pv_eoi);
  CHECK(!of("<kvm><hidden state='on'/></kvm>").pv_eoi);
  CHECK(of("<kvm><hint-dedicated state='on'/></kvm>").guest_halt_poll.max == Duration{200'000'000});
  CHECK(of("<kvm><poll-control state='on'/></kvm>").guest_halt_poll.max == Duration::zero());
}

TEST_CASE("Elements that nothing reads are listed, by whether anything depends on them") {
  const Trial trial = good(domain(disk("") + "<sound model='ich9'/><hostdev mode='subsystem'/>",
                                  "<uuid>1</uuid><surprise/><cputune><novelty/></cputune>"));
  CHECK(trial.tells(FindingKind::ignored, "uuid"));
  CHECK(trial.tells(FindingKind::ignored, "devices/sound"));
  CHECK(trial.tells(FindingKind::lost, "devices/hostdev"));
  CHECK(trial.tells(FindingKind::lost, "surprise"));
  CHECK(trial.tells(FindingKind::lost, "cputune/novelty"));
}

TEST_CASE("--workload names the device that the guest drives") {
  ImportOptions options;
  options.workload = "net0";
  const std::string text = domain(disk("") + nic(""));
  CHECK(good(text).vm().workload.device == "vda");
  CHECK(good(text, options).vm().workload.device == "net0");
  CHECK(good(text, options).vm().workload.kind == workload::WorkloadKind::tcp_stream);
  options.workload = "vdx";
  CHECK(try_import(text, options).errors == "file:1:2: --workload: no device 'vdx' (there is: vda, net0)\n");
}

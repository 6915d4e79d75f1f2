#include "qemu/command_line.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "disk_vm.hpp"
#include "qemu/qemu_plan.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using notify::KickPathKind;
using server::ServerKind;

namespace {

using Words = std::vector<std::string>;

Words words_of(const vm::VmSpec& spec) {
  return qemu::command_line(spec, "vm0", 64u << 20, {"/bin/qemu", "/memory", "/payload", "/faults"});
}

/// What follows each `-option`.
Words values_of(const std::string& option, const vm::VmSpec& spec) {
  const Words words = words_of(spec);
  Words values;
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (words[i] == option) values.push_back(words[i + 1]);
  return values;
}

/// "on" of "ioeventfd=on" in the first disk; empty where it does not say.
std::string property(const std::string& name, const vm::VmSpec& spec, std::size_t disk_number = 0) {
  Words disks = values_of("-device", spec);
  std::erase_if(disks, [](const std::string& text) { return !text.starts_with("virtio-blk-pci"); });
  const std::string text = disks.at(disk_number) + ",";
  const std::size_t at = text.find("," + name + "=");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 2;
  return text.substr(begin, text.find(',', begin) - begin);
}

vm::VmSpec kicked(KickPathKind kick, ServerKind server) {
  vm::VmSpec spec = disk_vm();
  spec.devices[0].kick = kick;
  spec.devices[0].server.kind = server;
  return spec;
}

}  // namespace

TEST_CASE("The kick path chooses transport and ioeventfd") {
  struct Row {
    KickPathKind kick;
    ServerKind server;
    const char *ioeventfd, *disable_legacy, *disable_modern;
  };
  const auto row = GENERATE(values<Row>({
      {KickPathKind::userspace_pio, ServerKind::vcpu, "off", "off", "on"},
      {KickPathKind::userspace_mmio, ServerKind::vcpu, "off", "on", "off"},
      {KickPathKind::ioeventfd_pio, ServerKind::main_loop, "on", "off", "on"},
      {KickPathKind::ioeventfd_mmio, ServerKind::main_loop, "on", "on", "off"},
      {KickPathKind::ioeventfd_mmio_wildcard, ServerKind::main_loop, "on", "on", "off"},
  }));
  const vm::VmSpec spec = kicked(row.kick, row.server);
  CHECK(property("ioeventfd", spec) == row.ioeventfd);
  CHECK(property("disable-legacy", spec) == row.disable_legacy);
  CHECK(property("disable-modern", spec) == row.disable_modern);
  CHECK(property("iothread", spec) == "");
}

TEST_CASE("An iothread is an object with its polling, and its device names it") {
  vm::VmSpec spec = disk_vm();
  spec.devices[0].server.poll.max = 32'768_ns;
  CHECK(values_of("-object", spec).back() ==
        "iothread,id=iothread0,poll-max-ns=32768,poll-grow=2,poll-shrink=0");
  CHECK(property("iothread", spec) == "iothread0");
  spec.devices[0].server.poll.max = 0_us;
  CHECK(values_of("-object", spec).back() == "iothread,id=iothread0,poll-max-ns=0,poll-grow=2,poll-shrink=0");
}

TEST_CASE("Devices that name the same iothread share one, others have one of their own") {
  vm::VmSpec spec = disk_vm();
  spec.devices = {disk("a"), disk("b"), disk("c"), disk("d")};
  spec.devices[0].server.name = spec.devices[2].server.name = "both";
  spec.devices[3].server.kind = ServerKind::main_loop;
  CHECK(property("iothread", spec, 0) == "iothread0");
  CHECK(property("iothread", spec, 1) == "iothread1");
  CHECK(property("iothread", spec, 2) == "iothread0");
  CHECK(property("iothread", spec, 3) == "");
  const auto threads = qemu::iothreads_of(spec);
  REQUIRE(threads.size() == 2);
  CHECK(threads[0].device == 0);
  CHECK(threads[1].device == 1);
}

TEST_CASE("A device's slot, queues and features are those that the payload is told") {
  vm::VmSpec spec = disk_vm();
  spec.devices[0].queues = 3;
  spec.devices[0].queue.size = 128;
  CHECK(property("addr", spec) == "0x4");
  CHECK(qemu::first_slot == 4);
  CHECK(property("num-queues", spec) == "3");
  CHECK(property("queue-size", spec) == "128");
  CHECK(property("event_idx", spec) == "off");
  CHECK(property("indirect_desc", spec) == "off");
  CHECK(property("packed", spec) == "");
  spec.devices[0].queue.suppression = virtqueue::Suppression::event_idx;
  spec.devices[0].queue.indirect = true;
  spec.devices[0].queue.layout = device::Layout::packed;
  CHECK(property("event_idx", spec) == "on");
  CHECK(property("indirect_desc", spec) == "on");
  CHECK(property("packed", spec) == "on");
}

TEST_CASE("A disk without a latency answers at once; one with it says so in ns") {
  vm::VmSpec spec = disk_vm();
  CHECK(values_of("-blockdev", spec) ==
        Words{"driver=null-co,node-name=disk0,size=1152921504606846976,read-zeroes=off"});
  spec.devices[0].backend.kind = device::BackendKind::fixed;
  spec.devices[0].backend.latency = Distribution::fixed(100_us);
  CHECK(values_of("-blockdev", spec)[0].ends_with(",latency-ns=100000"));
}

TEST_CASE("Neither QEMU nor firmware reads the disk before the guest does") {
  CHECK(values_of("-boot", disk_vm()) == Words{"strict=on"});
  CHECK(property("cyls", disk_vm()) == "16383");
  CHECK(property("heads", disk_vm()) == "16");
  CHECK(property("secs", disk_vm()) == "63");
}

TEST_CASE("Memory, payload, vcpus and names are handed over") {
  vm::VmSpec spec = disk_vm();
  spec.vcpus = 3;
  CHECK(words_of(spec)[0] == "/bin/qemu");
  CHECK(values_of("-name", spec) == Words{"vm0,debug-threads=on"});
  CHECK(values_of("-smp", spec) == Words{"3,sockets=1,cores=3,threads=1"});
  CHECK(values_of("-m", spec) == Words{"65536k"});
  CHECK(values_of("-object", spec)[0] ==
        "memory-backend-file,id=ram,size=67108864,mem-path=/memory,share=on");
  CHECK(values_of("-kernel", spec) == Words{"/payload"});
  CHECK(values_of("-chardev", spec) == Words{"file,id=faults,path=/faults"});
}

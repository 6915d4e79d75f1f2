// What is refused, with its place.
#include <catch2/catch.hpp>

#include "imported.hpp"

using namespace kickpath;
using namespace kickpath::importing;
using namespace kickpath::importing::testing;

namespace {

std::string problem(const std::string& text, const ImportOptions& options = {}) {
  const Trial trial = try_import(text, options);
  CHECK(!trial.imported);
  return trial.errors;
}

const std::string start = "qemu-system-x86_64 -drive if=none,id=d ";

}  // namespace

TEST_CASE("Another root element or another hypervisor is refused") {
  CHECK(problem("<network>\n<name>default</name></network>") ==
        "file:1:2: the root element is 'network'; that of a libvirt domain is 'domain'\n");
  CHECK(problem("<domain type='xen'/>") ==
        "file:1:9: domain/@type: 'xen' is another hypervisor; there is: kvm, qemu\n");
  CHECK(problem("<domain/>") == "file:1:2: domain/@type: is missing\n");
}

TEST_CASE("Foreign files are refused") {
  const std::string neither =
      "file:1:1: neither XML nor a QEMU command line: no word such as qemu-system-x86_64 with options behind "
      "it\n";
  CHECK(problem("") == neither);
  CHECK(problem("schema: kickpath.scenario/1\n") == neither);
  CHECK(problem("\x7f"
                "ELF\x02\x01\x01") == neither);
  CHECK(problem("VBoxManage startvm x -accel kvm -smp 2\n") == neither);
  CHECK(problem("<html><body></html>").find("not well-formed XML") != std::string::npos);
}

TEST_CASE("Values that are none are all told at once") {
  const std::string text = domain(disk("queues='x' queue_size='100000' event_idx='maybe'"),
                                  "<cputune><vcpupin vcpu='0' cpuset='a'/><shares>none</shares></cputune>");
  const std::string told = problem(text);
  CHECK(told.find("driver/@queues: 'x' is no number") != std::string::npos);
  CHECK(told.find("driver/@queue_size: must be from 4 to 1024, not 100000") != std::string::npos);
  CHECK(told.find("driver/@event_idx: must be on or off, not 'maybe'") != std::string::npos);
  CHECK(told.find("file:4:16: vcpupin/@cpuset") == std::string::npos);
  CHECK(told.find("file:4:28: vcpupin/@cpuset: 'a' is no number") != std::string::npos);
  CHECK(told.find("cputune/shares: 'none' is no number") != std::string::npos);
}

TEST_CASE("What QEMU would refuse is refused") {
  CHECK(problem(domain(disk("queue_size='100'"))).find("vda: queue size: must be a power of two, not 100") !=
        std::string::npos);
  CHECK(problem(start + "-object iothread,id=i -device virtio-blk-pci,drive=d,iothread=i,ioeventfd=off")
            .find("QEMU refuses an iothread without ioeventfd") != std::string::npos);
  CHECK(
      problem(start + "-device virtio-blk-pci,drive=x").find("-device: drive: no -drive or -blockdev 'x'") !=
      std::string::npos);
  CHECK(problem(start + "-device virtio-net-pci,netdev=x").find("-device: netdev: no -netdev 'x'") !=
        std::string::npos);
  CHECK(problem(start + "-device virtio-blk-pci,drive=d,iothread=x").find("there is no iothread 'x'") !=
        std::string::npos);
  CHECK(problem(domain(disk(""), "<cputune><iothreadpin iothread='1' cpuset='0'/></cputune>"))
            .find("there is no iothread 1") != std::string::npos);
}

TEST_CASE("Values of a command line are told at their own columns") {
  CHECK(problem("qemu-system-x86_64 -smp \\\n  four -drive if=virtio") ==
        "file:2:3: -smp: cpus: 'four' is no number\n");
  CHECK(problem("qemu-system-x86_64 -drive if=virtio -smp 2,cores=0") ==
        "file:1:44: -smp: cores: must be from 1 to 1024, not 0\n");
  CHECK(problem("qemu-system-x86_64 -device '{\"driver\":' -smp 1")
            .find("file:1:29: -device: not well-formed JSON") == 0);
  CHECK(problem("qemu-system-x86_64 -drive if=virtio -m") == "file:1:37: -m: needs a value\n");
  CHECK(problem("qemu-system-x86_64 -drive 'if=virtio").find("file:1:27: a ' that is not closed") == 0);
}

TEST_CASE("A guest without any device that is modelled has nothing to simulate") {
  CHECK(problem(domain("")) ==
        "file:1:2: has no device of virtio-blk or virtio-net, so there is nothing to simulate\n");
  CHECK(problem("qemu-system-x86_64 -hda x").find("so there is nothing to simulate") != std::string::npos);
}

TEST_CASE("Fewer cores than the pinning names are refused") {
  ImportOptions options;
  options.cores = 2;
  CHECK(problem(domain(disk(""), "<cputune><vcpupin vcpu='0' cpuset='2'/></cputune>"), options) ==
        "file:1:2: the pinning names CPU 2; --cores must be at least 3\n");
}

TEST_CASE("A text beyond all measure is refused before it is read") {
  CHECK(problem(std::string(max_import_bytes + 1, ' ')) == "file: larger than 4 MiB\n");
}

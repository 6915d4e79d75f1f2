// What the launcher asks of QEMU, `kickpath import` reads again: neither has another idea of an option than
// the other.
#include <catch2/catch.hpp>

#include "disk_vm.hpp"
#include "process/program.hpp"
#include "qemu/command_line.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using notify::KickPathKind;
using server::ServerKind;

namespace {

std::string imported(const vm::VmSpec& spec) {
  std::string text;
  for (const std::string& word : qemu::command_line(
           spec, "vm0", 64u << 20, {"/usr/bin/qemu-system-x86_64", "/memory", "/payload", "/faults"}))
    text += word + " ";
  const Scratch folder;
  const Ended ended = run_kickpath({"import", folder.write("command.txt", text)});
  INFO(ended.err);
  REQUIRE(ended.code == 0);
  return ended.out;
}

bool has(const std::string& text, const std::string& line) { return text.find(line) != std::string::npos; }

}  // namespace

TEST_CASE("A disk with an iothread comes back as it was") {
  vm::VmSpec spec = disk_vm();
  spec.devices[0].queue.size = 128;
  spec.devices[0].queue.suppression = virtqueue::Suppression::event_idx;
  spec.devices[0].server.poll.max = 20_us;
  const std::string text = imported(spec);
  CHECK(has(text, "queue: {layout: split, size: 128, suppression: event-idx, indirect: false}"));
  CHECK(has(text, "kick: ioeventfd-mmio"));
  CHECK(has(text, "server: {kind: iothread, name: iothread0, poll: 20 us"));
  CHECK(has(text, "backend: {kind: \"null\"}"));
}

TEST_CASE("Every other kick path and server comes back as it was") {
  vm::VmSpec spec = disk_vm();
  const auto text = [&](KickPathKind kick, ServerKind server) {
    spec.devices[0].kick = kick;
    spec.devices[0].server.kind = server;
    return imported(spec);
  };
  const std::string legacy = text(KickPathKind::ioeventfd_pio, ServerKind::main_loop);
  CHECK(has(legacy, "kick: ioeventfd-pio"));
  CHECK(has(legacy, "server: {kind: main-loop}"));
  const std::string synchronous = text(KickPathKind::userspace_mmio, ServerKind::vcpu);
  CHECK(has(synchronous, "kick: userspace-mmio"));
  CHECK(has(synchronous, "server: {kind: vcpu}"));
  CHECK(has(text(KickPathKind::userspace_pio, ServerKind::vcpu), "kick: userspace-pio"));
}

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <catch2/catch.hpp>

#include "real_machine.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

/// KVM's own, one for each VM: since Linux 6.4 its workers are threads of the process that made the VM.
bool is_of_kvm(const std::filesystem::path& task) {
  std::string name;
  std::getline(std::ifstream(task / "comm") >> std::ws, name);
  return name.starts_with("kvm-nx-lpage");
}

std::size_t threads_here() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::count_if(begin(tasks), end(tasks), [](const auto& t) { return !is_of_kvm(t); }));
}

/// A thread that was joined may still be listed for a moment.
bool have_ended_down_to(std::size_t threads) {
  for (int i = 0; i < 1000 && threads_here() != threads; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return threads_here() == threads;
}

}  // namespace

TEST_CASE("A machine that was never started, or is torn down in the middle, ends all its threads") {
  vm::VmSpec spec = one_ring();
  spec.count = 2;
  spec.vcpus = 2;
  const std::size_t before = threads_here();
  { const RealMachine never_started(machine_of(spec)); }
  CHECK(have_ended_down_to(before));
  {
    RealMachine real(machine_of(spec));
    real.machine.start([] {});
    real.machine.run_for(20_ms, [] {});
    CHECK(threads_here() == before + 2 * (2 + 1));  // of each VM: two vcpus, an iothread
    // No stop(): as when Ctrl-C unwinds.
  }
  CHECK(have_ended_down_to(before));
}

TEST_CASE("What the caller throws while it waits ends the run") {
  struct Enough {};
  RealMachine real(machine_of(one_ring()));
  real.machine.start([] {});
  CHECK_THROWS_AS(real.machine.run_for(60_s, [] { throw Enough{}; }), Enough);
}

TEST_CASE("A guest that waits for a completion which does not come is killed and reported") {
  vm::VmSpec spec = one_ring();
  spec.devices[0].backend.kind = device::BackendKind::fixed;
  spec.devices[0].backend.latency = Distribution::fixed(100'000_s);
  RealMachine real(machine_of(spec), 300_ms);
  real.machine.start([] {});
  std::string said;
  try {
    real.machine.run_for(60_s, [] {});
  } catch (const std::exception& error) {
    said = error.what();
  }
  CHECK_THAT(said, Catch::Contains("VM vm0 hangs") && Catch::Contains("posted 1, completed 0"));
}

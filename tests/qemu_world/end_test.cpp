// How runs end that do not end by themselves: no process and no file stays behind.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <catch2/catch.hpp>

#include "on_qemu.hpp"
#include "process/meanwhile.hpp"
#include "qemu/host_thread.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

constexpr int tries = 30'000;  // every 10 ms: five minutes

struct Process {
  char state = 'X';  ///< 'Z': has ended, and nobody knows yet; 'X': is not there
  int parent = 0;
};

Process process_of(int pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(stat, text);                      // of a process that ends meanwhile: nothing
  const std::size_t name_end = text.rfind(')');  // the name may hold anything
  Process process;
  if (name_end != std::string::npos)
    std::istringstream(text.substr(name_end + 1)) >> process.state >> process.parent;
  return process;
}

/// The children of a process that are QEMU; a child that has not become QEMU yet is none.
std::vector<int> qemus_of(int parent) {
  std::vector<int> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const int pid = std::stoi(name);
    const Process process = process_of(pid);
    std::ifstream comm(entry.path() / "comm");
    std::string command;
    std::getline(comm, command);
    if (process.parent == parent && process.state != 'Z' && command.starts_with("qemu")) found.push_back(pid);
  }
  return found;
}

template <class Condition>
bool is_so_soon(Condition is_so) {
  for (int i = 0; i < tries && !is_so(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return is_so();
}

/// Does its iothread serve requests? Until the guest runs it sleeps.
bool does_serve(int qemu) {
  for (const auto& thread : qemu::threads_of(qemu))
    if (thread.name == "IO iothread0") {
      const auto use = qemu::use_of(qemu, thread.tid);
      return use && use->switches_away > 1000;
    }
  return false;
}

bool are_gone(const std::vector<int>& processes) {
  return std::all_of(processes.begin(), processes.end(),
                     [](int pid) { return kill(pid, 0) != 0 && errno == ESRCH; });
}

/// When something is done to a run: while firmware boots, or while guests run.
enum class When { boots, runs };

bool has_come(When when, const std::vector<int>& qemus) {
  if (qemus.size() != 2) return false;
  return when == When::boots || std::all_of(qemus.begin(), qemus.end(), does_serve);
}

/// `run` of two VMs for a long time, with `act(kickpath, its QEMUs)` at the time that is asked for; then they
/// are in `qemus`.
template <class Act>
Ended run_and(const Scratch& folder, When when, std::vector<int>& qemus, Act act) {
  const auto arguments =
      on_qemu(folder, {"run.duration=1000 s", "vms[0].count=2"}, {"--json", folder.path("r.json")});
  return run_kickpath_meanwhile(arguments, [&](int kickpath) {
    CHECK(is_so_soon([&] {
      qemus = qemus_of(kickpath);
      return has_come(when, qemus) || process_of(kickpath).state == 'Z';
    }));
    CHECK(qemus.size() == 2);
    act(kickpath, qemus);
  });
}

const std::vector<std::string> only_the_scenario{"one-disk.yaml"};

}  // namespace

TEST_CASE("Ctrl-C and SIGTERM end every QEMU and leave no file") {
  const int signal = GENERATE(SIGINT, SIGTERM);
  const When when = GENERATE(When::boots, When::runs);
  const Scratch folder;
  std::vector<int> qemus;
  const Ended ended =
      run_and(folder, when, qemus, [&](int kickpath, const auto&) { kill(kickpath, signal); });
  INFO(ended.err);
  CHECK(ended.code == 128 + signal);
  CHECK(are_gone(qemus));
  CHECK(folder.files() == only_the_scenario);
}

TEST_CASE("With a kickpath that is killed, its QEMUs are gone") {
  const Scratch folder;
  std::vector<int> qemus;
  const Ended ended =
      run_and(folder, When::runs, qemus, [](int kickpath, const auto&) { kill(kickpath, SIGKILL); });
  INFO(ended.err);
  CHECK(ended.code == 128 + SIGKILL);
  CHECK(is_so_soon([&] { return are_gone(qemus); }));
}

TEST_CASE("A QEMU that is killed ends the run, which says so, and the other QEMU") {
  const When when = GENERATE(When::boots, When::runs);
  const Scratch folder;
  std::vector<int> qemus;
  const Ended ended = run_and(folder, when, qemus, [](int, const auto& all) { kill(all.at(0), SIGKILL); });
  INFO(ended.err);
  CHECK(ended.code == 1);
  CHECK(ended.err.find("has ended: killed by signal 9 (Killed)") != std::string::npos);
  CHECK(are_gone(qemus));
  CHECK(folder.files() == only_the_scenario);
}

TEST_CASE("A guest that hangs is killed after the stated time and reported") {
  const Scratch folder;
  const Ended ended = run_kickpath(
      on_qemu(folder, {"vms[0].devices[0].backend={kind: fixed, latency: 1000 s}", "run.duration=100 s"},
              {"--guest-timeout", "1", "--json", folder.path("r.json")}));
  INFO(ended.err);
  CHECK(ended.code == 1);
  CHECK(ended.err.find("VM vm0 hangs: no request completed for 1 s; it was killed") != std::string::npos);
  CHECK(ended.err.find("posted 4, completed 0") != std::string::npos);
  CHECK(folder.files() == only_the_scenario);
}

TEST_CASE("A QEMU that dies is reported with its last words") {
  const Scratch folder, bin;
  const auto arguments = on_qemu(folder, {});
  const std::string path =
      bin.write("qemu-system-x86_64",
                "#!/bin/sh\n[ \"$1\" = --version ] && exec echo QEMU emulator version 1.2\n"
                "echo 'qemu: no such thing' >&2\nexit 3\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  const std::string before = std::getenv("PATH");
  setenv("PATH", (bin.path(".") + ":" + before).c_str(), 1);
  const Ended ended = run_kickpath(arguments);
  setenv("PATH", before.c_str(), 1);
  INFO(ended.err);
  CHECK(ended.code == 1);
  CHECK(ended.err.find("QEMU of VM vm0 has ended: exit code 3\nqemu: no such thing") != std::string::npos);
}

TEST_CASE("What QEMU does not have is refused with its line, before anything starts") {
  const Scratch folder;
  const Ended ended = run_kickpath(on_qemu(folder, {"vms[0].devices[0].type=doorbell"}));
  INFO(ended.err);
  CHECK(ended.code == 2);
  CHECK(ended.err.find("vms[0].devices[0].type: QEMU has no device that only rings: say blk") !=
        std::string::npos);
  CHECK(ended.seconds < 5);
}

#include "qemu/qemu_process.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "qemu/memory_file.hpp"

using namespace kickpath;
using qemu::QemuProcess;

namespace {

std::vector<std::string> shell(const std::string& script) { return {"/bin/sh", "-c", script}; }

/// Waits for its end, for 60 s at most.
std::optional<std::string> end_of(QemuProcess& process) {
  for (int i = 0; i < 6000 && !process.how_it_ended(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return process.how_it_ended();
}

bool is_there(pid_t pid) { return kill(pid, 0) == 0 || errno != ESRCH; }

bool is_gone_soon(pid_t pid) {
  for (int i = 0; i < 6000 && is_there(pid); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return !is_there(pid);
}

}  // namespace

TEST_CASE("How a process has ended is told, with the last of what it wrote") {
  QemuProcess process(shell("echo to stdout; echo to stderr >&2; exit 7"), {});
  CHECK(end_of(process) == "exit code 7");
  CHECK(process.last_messages() == "to stdout\nto stderr\n");
  QemuProcess killed(shell("kill -9 $$"), {});
  CHECK(end_of(killed) == "killed by signal 9 (Killed)");
}

TEST_CASE("A program that cannot be executed says so") {
  QemuProcess process({"/nowhere/qemu"}, {});
  CHECK(end_of(process) == "exit code 127");
  CHECK(process.last_messages() == "cannot be executed\n");
}

TEST_CASE("Of much that a process writes the end is kept") {
  QemuProcess process(shell("i=0; while [ $i -lt 1000 ]; do echo line $i; i=$((i+1)); done"), {});
  CHECK(end_of(process) == "exit code 0");
  const std::string text = process.last_messages();
  CHECK(text.size() <= 4096);
  CHECK(text.ends_with("line 999\n"));
}

TEST_CASE("With its object a process is gone, also one that is paused") {
  pid_t pid = 0;
  {
    const QemuProcess process(shell("sleep 1000"), {});
    pid = process.pid();
    CHECK(is_there(pid));
  }
  CHECK_FALSE(is_there(pid));
  {
    const QemuProcess process(shell("sleep 1000"), {});
    pid = process.pid();
    process.pause();
  }
  CHECK_FALSE(is_there(pid));
}

TEST_CASE("A process dies with the one that has started it, whatever ends that") {
  int ends[2] = {};
  REQUIRE(pipe(ends) == 0);
  const pid_t parent = fork();
  if (parent == 0) {
    const QemuProcess process({"/bin/sleep", "1000"}, {});
    const pid_t pid = process.pid();
    if (write(ends[1], &pid, sizeof pid) != sizeof pid) _exit(1);
    kill(getpid(), SIGKILL);
  }
  pid_t child = 0;
  REQUIRE(read(ends[0], &child, sizeof child) == sizeof child);
  waitpid(parent, nullptr, 0);
  CHECK(is_gone_soon(child));
  close(ends[0]);
  close(ends[1]);
}

TEST_CASE("A terminal's Ctrl-C does not reach it: it is in a group of its own") {
  QemuProcess process(shell("sleep 1000"), {});
  for (int i = 0; i < 1000 && getpgid(process.pid()) != process.pid(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  CHECK(getpgid(process.pid()) == process.pid());
}

TEST_CASE("A memory file is inherited where it is to be, and nowhere else") {
  const std::string text = "from a file without a name";
  const qemu::MemoryFile file("test", std::as_bytes(std::span(text)));
  CHECK(file.size() == text.size());
  QemuProcess with(shell("cat " + file.path()), {file.fd()});
  CHECK(end_of(with) == "exit code 0");
  CHECK(with.last_messages() == text);
  QemuProcess without(shell("cat " + file.path() + " 2>/dev/null"), {});
  CHECK(end_of(without) == "exit code 1");
}

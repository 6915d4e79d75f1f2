#include "qemu/qemu_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vmm/system_call.hpp"

namespace kickpath::qemu {

namespace {

constexpr std::size_t kept_bytes = 4096;
constexpr int cannot_exec = 127;  // as a shell says it

std::vector<char*> arguments_of(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  return arguments;
}

// Between fork and exec: only calls that are safe in a copy of one thread of many (signal-safety(7)).
[[noreturn]] void become(char* const* arguments, const std::vector<int>& kept_open, int output,
                         pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(cannot_exec);  // it died before prctl
  setpgid(0, 0);
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  for (const int fd : kept_open) fcntl(fd, F_SETFD, 0);
  execv(arguments[0], arguments);
  constexpr char message[] = "cannot be executed\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, message, sizeof message - 1);
  _exit(cannot_exec);
}

std::string text_of(int status) {
  if (WIFSIGNALED(status))
    return fmt::format("killed by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
  return fmt::format("exit code {}", WEXITSTATUS(status));
}

}  // namespace

QemuProcess::QemuProcess(const std::vector<std::string>& command, const std::vector<int>& kept_open) {
  std::array<int, 2> ends{};
  vmm::checked(pipe2(ends.data(), O_CLOEXEC), "pipe2");
  output_ = vmm::FileDescriptor(ends[0]);
  const vmm::FileDescriptor input(ends[1]);
  vmm::checked(fcntl(output_.get(), F_SETFL, O_NONBLOCK), "fcntl");
  const std::vector<char*> arguments = arguments_of(command);
  const pid_t parent = getpid();
  pid_ = vmm::checked(fork(), "fork");
  if (pid_ == 0) become(arguments.data(), kept_open, input.get(), parent);
}

QemuProcess::~QemuProcess() {
  if (end_) return;
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void QemuProcess::pause() const { kill(pid_, SIGSTOP); }
void QemuProcess::resume() const { kill(pid_, SIGCONT); }

std::optional<std::string> QemuProcess::how_it_ended() {
  int status = 0;
  if (!end_ && waitpid(pid_, &status, WNOHANG) == pid_) end_ = text_of(status);
  return end_;
}

// The pipe is emptied now and then, so that QEMU never waits for it; only the end is kept.
void QemuProcess::read_output() {
  std::array<char, 1024> part{};
  for (;;) {
    const ssize_t n = read(output_.get(), part.data(), part.size());
    if (n <= 0) break;
    messages_.append(part.data(), static_cast<std::size_t>(n));
  }
  if (messages_.size() > kept_bytes) messages_.erase(0, messages_.size() - kept_bytes);
}

std::string QemuProcess::last_messages() {
  read_output();
  std::string text;
  for (const char c : messages_)
    if (c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= ' ') text += c;
  return text;
}

}  // namespace kickpath::qemu

#include "workers/worker.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace kickpath::workers {

namespace {

// What the first byte of a message says of the rest.
constexpr char with_result = 'r';
constexpr char with_error = 'e';

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) ::_exit(1);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string message_of(const Task& task) {
  try {
    return with_result + task.work();
  } catch (const std::exception& error) {
    return with_error + std::string{error.what()};
  }
}

/// A signal ends a child at once (the caller's handlers are not for it), and so does the caller's own end.
void live_no_longer_than(pid_t parent) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
}

// _exit: buffers and exit handlers are copies of the caller's, who will flush and run them.
[[noreturn]] void be_worker(const Task& task, int pipe, pid_t parent) {
  live_no_longer_than(parent);
  write_all(pipe, message_of(task));
  ::_exit(0);
}

std::string end_text(int status) {
  if (WIFSIGNALED(status))
    return fmt::format("killed by signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
  return fmt::format("ended with exit code {} and without a result", WEXITSTATUS(status));
}

}  // namespace

Worker::Worker(const Task& task, std::size_t index) : index_(index) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("cannot make a pipe");
  const pid_t parent = ::getpid();
  child_ = ::fork();
  if (child_ == 0) be_worker(task, ends[1], parent);
  const int problem = errno;
  ::close(ends[1]);
  pipe_ = ends[0];
  if (child_ > 0) return;
  ::close(pipe_);
  errno = problem;
  fail("cannot start a process");
}

Worker::~Worker() {
  ::close(pipe_);
  if (child_ <= 0) return;
  ::kill(child_, SIGKILL);
  wait_for_child();
}

bool Worker::read_some() {
  std::array<char, 65'536> buffer{};
  const ssize_t count = ::read(pipe_, buffer.data(), buffer.size());
  if (count < 0 && errno == EINTR) return true;
  if (count < 0) fail("cannot read from a process");
  received_.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0;
}

Ending Worker::finish() {
  const int status = wait_for_child();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || received_.empty())
    return {Ending::Kind::died, end_text(status)};
  const auto kind = received_.front() == with_error ? Ending::Kind::failed : Ending::Kind::done;
  received_.erase(0, 1);
  return {kind, std::move(received_)};
}

int Worker::wait_for_child() {
  int status = 0;
  while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  return status;
}

}  // namespace kickpath::workers

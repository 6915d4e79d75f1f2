#include "workers/worker.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <fmt/format.h>
#include <iterator>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace kickpath::workers {

namespace {

/// Before the bytes of a message.
struct Head {
  Ending::Kind kind;
  std::uint64_t length;
};

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) ::_exit(1);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

Ending ending_of(const Task& task) {
  try {
    return {Ending::Kind::done, task.work()};
  } catch (const std::exception& error) {
    return {Ending::Kind::failed, error.what()};
  }
}

void send(const Ending& ending, int fd) {
  const Head head{ending.kind, ending.text.size()};
  std::string message(reinterpret_cast<const char*>(&head), sizeof(head));
  write_all(fd, message.append(ending.text));
}

/// A signal ends a child at once (the caller's handlers are not for it), and so does the caller's own end.
void live_no_longer_than(pid_t parent) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
}

// _exit: buffers and exit handlers are copies of the caller's, who will flush and run them.
[[noreturn]] void be_worker(const std::vector<Numbered>& tasks, int pipe, pid_t parent) {
  live_no_longer_than(parent);
  for (const Numbered& numbered : tasks) {
    const Ending ending = ending_of(numbered.task);
    send(ending, pipe);
    if (ending.kind != Ending::Kind::done) break;
  }
  ::_exit(0);
}

std::string end_text(int status) {
  if (WIFSIGNALED(status))
    return fmt::format("killed by signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
  return fmt::format("ended with exit code {} and without a result", WEXITSTATUS(status));
}

}  // namespace

Worker::Worker(std::vector<Numbered> tasks) : tasks_(std::move(tasks)) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("cannot make a pipe");
  const pid_t parent = ::getpid();
  child_ = ::fork();
  if (child_ == 0) be_worker(tasks_, ends[1], parent);
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

Ended Worker::take_ended() {
  Ended ended;
  std::size_t at = 0;
  for (Head head{}; received_.size() - at >= sizeof(head); at += sizeof(head) + head.length) {
    std::memcpy(&head, received_.data() + at, sizeof(head));
    if (received_.size() - at - sizeof(head) < head.length) break;
    ended.emplace_back(tasks_.at(ended_++).index,
                       Ending{head.kind, received_.substr(at + sizeof(head), head.length)});
    has_failed_ = head.kind == Ending::Kind::failed;
  }
  received_.erase(0, at);
  return ended;
}

std::vector<Numbered> Worker::finish(Ended& ended) {
  const int status = wait_for_child();
  const bool has_died = ended_ < tasks_.size() && !has_failed_;
  if (has_died) ended.emplace_back(tasks_[ended_++].index, Ending{Ending::Kind::died, end_text(status)});
  return {std::make_move_iterator(tasks_.begin() + static_cast<std::ptrdiff_t>(ended_)),
          std::make_move_iterator(tasks_.end())};
}

int Worker::wait_for_child() {
  int status = 0;
  while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  return status;
}

}  // namespace kickpath::workers

#include "cluster/command.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kickpath::cluster {

namespace {

/// A file in memory that a program writes to: unlike a pipe it is never full.
class Capture {
 public:
  Capture() : file_(::memfd_create("output", MFD_CLOEXEC)) {
    if (file_ < 0)
      throw CommandFailed(fmt::format("no memory for a program's output: {}", std::strerror(errno)));
  }
  ~Capture() { ::close(file_); }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  int file() const { return file_; }

  /// Without what is blank at its end.
  std::string text() const {
    std::string all;
    std::array<char, 4'096> part{};
    for (off_t at = 0;;) {
      const ssize_t count = ::pread(file_, part.data(), part.size(), at);
      if (count <= 0) break;
      all.append(part.data(), static_cast<std::size_t>(count));
      at += count;
    }
    return all.substr(0, all.find_last_not_of(" \n") + 1);
  }

 private:
  int file_;
};

pid_t spawn(const std::string& program, const std::vector<std::string>& arguments, const Capture& out,
            const Capture& err) {
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&files, out.file(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, err.file(), STDERR_FILENO);
  pid_t child = 0;
  const int problem = ::posix_spawnp(&child, program.c_str(), &files, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  if (problem == ENOENT) throw CommandMissing(fmt::format("{} is not installed here", program));
  if (problem != 0)
    throw CommandFailed(fmt::format("{} cannot be started: {}", program, std::strerror(problem)));
  return child;
}

}  // namespace

std::string output_of(const std::string& program, const std::vector<std::string>& arguments) {
  const Capture out, err;
  const pid_t child = spawn(program, arguments, out, err);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return out.text();
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  throw CommandFailed(fmt::format("{} ended with exit code {}: {}", program, code, err.text()));
}

}  // namespace kickpath::cluster

#include "process/program.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "process/meanwhile.hpp"

namespace kickpath::testing {

namespace {

/// After so long a program that hangs is ended by SIGALRM, exit code 142. Sanitizers slow calibrations and
/// suites down tenfold, and another test shares the machine.
#ifdef KICKPATH_SANITIZED
unsigned limit_seconds = 400;
#else
unsigned limit_seconds = 60;
#endif

void redirect(int fd, const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0 || dup2(file, fd) < 0) _exit(126);
}

[[noreturn]] void become_kickpath(const std::vector<std::string>& arguments, const std::string& folder,
                                  const Scratch& outputs) {
  redirect(STDOUT_FILENO, outputs.path("out"));
  redirect(STDERR_FILENO, outputs.path("err"));
  std::vector<char*> argv{const_cast<char*>(KICKPATH_BINARY)};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  if (chdir(folder.c_str()) != 0) _exit(126);
  alarm(limit_seconds);
  execv(KICKPATH_BINARY, argv.data());
  _exit(127);
}

template <class While>
Ended run(const std::vector<std::string>& arguments, const std::string& folder, While meanwhile) {
  const Scratch outputs;
  const auto begun = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) become_kickpath(arguments, folder, outputs);
  meanwhile(child);
  int status = 0;
  waitpid(child, &status, 0);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, read_text(outputs.path("out")), read_text(outputs.path("err")), took.count()};
}

}  // namespace

Scratch::Scratch() : folder_(std::filesystem::temp_directory_path() / "kickpath-test-XXXXXX") {
  if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no scratch folder");
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string Scratch::write(const std::string& name, const std::string& text) const {
  std::ofstream{path(name), std::ios::binary} << text;
  return path(name);
}

std::vector<std::string> Scratch::files() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder_))
    names.push_back(entry.path().filename());
  return names;
}

void limit_runs_to(unsigned seconds) { limit_seconds = seconds; }

Ended run_kickpath(const std::vector<std::string>& arguments, const std::string& folder) {
  return run(arguments, folder, [](pid_t) {});
}

Ended signal_kickpath(const std::vector<std::string>& arguments, int signal, double after_seconds) {
  return run(arguments, ".", [&](pid_t child) {
    std::this_thread::sleep_for(std::chrono::duration<double>(after_seconds));
    kill(child, signal);
  });
}

Ended run_kickpath_meanwhile(const std::vector<std::string>& arguments,
                             const std::function<void(int)>& meanwhile) {
  return run(arguments, ".", meanwhile);
}

std::string read_text(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace kickpath::testing

#include "qemu/qemu_program.hpp"

#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <sstream>
#include <thread>
#include <unistd.h>

#include "qemu/qemu_process.hpp"
#include "vmm/system_call.hpp"

namespace kickpath::qemu {

namespace {

constexpr const char* binary = "qemu-system-x86_64";

std::string path_of_qemu() {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string candidate = (folder.empty() ? "." : folder) + "/" + binary;
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  throw vmm::MachineCannot(fmt::format("{} is not in PATH: ./setup --with-qemu installs it", binary));
}

std::string what_it_says(const std::string& path) {
  QemuProcess process({path, "--version"}, {});
  for (int i = 0; i < 1000 && !process.how_it_ended(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return process.last_messages();
}

}  // namespace

std::string version_in(const std::string& text) {
  const std::string words = "QEMU emulator version ";
  const std::size_t at = text.find(words);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + words.size();
  return text.substr(begin, text.find_first_of(" \n(", begin) - begin);
}

QemuProgram find_qemu() {
  QemuProgram program{path_of_qemu(), ""};
  const std::string text = what_it_says(program.path);
  program.version = version_in(text);
  if (program.version.empty())
    throw vmm::MachineCannot(fmt::format("{} does not say that it is QEMU: {}", program.path, text));
  return program;
}

}  // namespace kickpath::qemu

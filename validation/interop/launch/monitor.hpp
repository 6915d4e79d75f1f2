#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "vmm/file_descriptor.hpp"

namespace kickpath::interop {

/// QEMU's monitor for people (HMP), over a Unix socket of that path.
class Monitor {
 public:
  explicit Monitor(std::filesystem::path socket) : path_(std::move(socket)) {}

  /// QEMU's words.
  std::vector<std::string> words() const;
  /// Says it to the QEMU that has those words, and waits until it is done.
  void say(const std::string& command);

 private:
  void connect();
  void read_prompt();

  std::filesystem::path path_;
  vmm::FileDescriptor socket_;
};

}  // namespace kickpath::interop

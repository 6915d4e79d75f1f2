#pragma once
#include <cstddef>
#include <span>
#include <string>

#include "vmm/file_descriptor.hpp"

namespace kickpath::qemu {

/// A file in memory that has no name anywhere: it is gone with the last process that holds it.
class MemoryFile {
 public:
  MemoryFile(const char* what, std::size_t bytes);
  MemoryFile(const char* what, std::span<const std::byte> content);

  int fd() const { return fd_.get(); }
  /// For a child that inherits the descriptor.
  std::string path() const { return "/proc/self/fd/" + std::to_string(fd()); }
  std::size_t size() const;

 private:
  vmm::FileDescriptor fd_;
};

}  // namespace kickpath::qemu

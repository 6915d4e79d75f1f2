#include "qemu/memory_file.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vmm/system_call.hpp"

namespace kickpath::qemu {

MemoryFile::MemoryFile(const char* what, std::size_t bytes)
    : fd_(vmm::checked(memfd_create(what, MFD_CLOEXEC), "memfd_create")) {
  vmm::checked(ftruncate(fd(), static_cast<off_t>(bytes)), "ftruncate");
}

MemoryFile::MemoryFile(const char* what, std::span<const std::byte> content)
    : MemoryFile(what, std::size_t{0}) {
  while (!content.empty())
    content = content.subspan(static_cast<std::size_t>(
        vmm::checked(write(fd(), content.data(), content.size()), "write to a memory file")));
}

std::size_t MemoryFile::size() const {
  struct stat status {};
  vmm::checked(fstat(fd(), &status), "fstat");
  return static_cast<std::size_t>(status.st_size);
}

}  // namespace kickpath::qemu

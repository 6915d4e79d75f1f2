#include "vmm/guest_ram.hpp"

#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <system_error>

namespace kickpath::vmm {

GuestRam::GuestRam(std::size_t bytes) : GuestRam(bytes, -1) {}

GuestRam::GuestRam(std::size_t bytes, int file) : base_(nullptr), bytes_(bytes) {
  const int kind = MAP_SHARED | MAP_POPULATE | (file < 0 ? MAP_ANONYMOUS : 0);
  void* const at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, kind, file, 0);
  if (at == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap of a guest's memory");
  base_ = static_cast<std::byte*>(at);
}

GuestRam::~GuestRam() { munmap(base_, bytes_); }

std::byte* GuestRam::checked(std::uint64_t address, std::size_t bytes) const {
  if (address > bytes_ || bytes > bytes_ - address)
    throw std::out_of_range("guest address " + std::to_string(address) + " is not in its memory");
  return base_ + address;
}

}  // namespace kickpath::vmm

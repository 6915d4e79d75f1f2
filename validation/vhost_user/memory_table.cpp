#include "vhost_user/memory_table.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <utility>

#include "vmm/system_call.hpp"

namespace kickpath::vhost_user {

namespace {

constexpr std::uint64_t page = 4096;

bool wraps(std::uint64_t begin, std::uint64_t bytes) { return begin + bytes < begin; }

void check(const MemoryRegion& r, int file) {
  const auto refuse = [&](const std::string& why) {
    throw ProtocolError(
        fmt::format("SET_MEM_TABLE: the region of {:#x} bytes at {:#x} {}", r.bytes, r.guest_address, why));
  };
  if (r.bytes == 0) refuse("is empty");
  if ((r.guest_address | r.bytes | r.user_address | r.offset) % page != 0) refuse("is not of whole pages");
  if (wraps(r.guest_address, r.bytes) || wraps(r.user_address, r.bytes) || wraps(r.offset, r.bytes))
    refuse("wraps around");
  struct stat facts {};
  if (fstat(file, &facts) != 0) refuse("has no file");
  const auto length = static_cast<std::uint64_t>(facts.st_size);
  if (r.offset + r.bytes > length)
    refuse(fmt::format("ends at {:#x} of a file of {:#x} bytes", r.offset + r.bytes, length));
}

}  // namespace

MappedRegion::MappedRegion(const MemoryRegion& region, int file) : region_(region) {
  check(region, file);
  void* const place = mmap(nullptr, region.bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file,
                           static_cast<off_t>(region.offset));
  if (place == MAP_FAILED)
    throw ProtocolError(fmt::format("SET_MEM_TABLE: the region at {:#x} cannot be mapped: {}",
                                    region.guest_address, std::generic_category().message(errno)));
  begin_ = static_cast<std::byte*>(place);
}

MappedRegion::MappedRegion(MappedRegion&& other) noexcept
    : region_(other.region_), begin_(std::exchange(other.begin_, nullptr)) {}

MappedRegion::~MappedRegion() {
  if (begin_ != nullptr) munmap(begin_, region_.bytes);
}

MemoryTable::MemoryTable(std::span<const MemoryRegion> regions, std::span<const vmm::FileDescriptor> files) {
  if (regions.size() != files.size())
    throw ProtocolError(
        fmt::format("SET_MEM_TABLE has {} regions and {} file descriptors", regions.size(), files.size()));
  for (std::size_t i = 0; i < regions.size(); ++i) {
    MappedRegion mapped(regions[i], files[i].get());
    for (const MappedRegion& other : regions_) {
      const MemoryRegion& r = other.region();
      if (r.guest_address < regions[i].guest_address + regions[i].bytes &&
          regions[i].guest_address < r.guest_address + r.bytes)
        throw ProtocolError(fmt::format("SET_MEM_TABLE: the regions at {:#x} and {:#x} overlap",
                                        r.guest_address, regions[i].guest_address));
    }
    regions_.push_back(std::move(mapped));
  }
}

std::optional<virtqueue::GuestAddress> MemoryTable::guest_address_of(std::uint64_t user_address) const {
  for (const MappedRegion& mapped : regions_) {
    const MemoryRegion& r = mapped.region();
    if (user_address >= r.user_address && user_address - r.user_address < r.bytes)
      return virtqueue::GuestAddress{r.guest_address + (user_address - r.user_address)};
  }
  return std::nullopt;
}

}  // namespace kickpath::vhost_user

#include "interop/initramfs.hpp"

#include <fmt/format.h>
#include <utility>

namespace kickpath::interop {

void Initramfs::add_folder(const std::string& name) { add(name, 0040755, {}); }

void Initramfs::add_program(const std::string& name, std::span<const std::byte> content) {
  add(name, 0100755, content);
}

void Initramfs::add_character_device(const std::string& name, std::uint32_t major, std::uint32_t minor) {
  add(name, 0020600, {}, major, minor);
}

std::vector<std::byte> Initramfs::finish() {
  add("TRAILER!!!", 0, {});
  return std::exchange(bytes_, {});
}

void Initramfs::add(const std::string& name, std::uint32_t mode, std::span<const std::byte> content,
                    std::uint32_t major, std::uint32_t minor) {
  // Inode, mode, uid, gid, links, time, size, device, device that it is, length of the name, checksum.
  const std::string head =
      fmt::format("070701{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{:08x}{}",
                  inode_++, mode, 0, 0, 1, 0, content.size(), 0, 0, major, minor, name.size() + 1, 0, name);
  append(std::as_bytes(std::span(head.c_str(), head.size() + 1)));
  append(content);
}

// Each part is filled up to a multiple of 4 bytes.
void Initramfs::append(std::span<const std::byte> bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  bytes_.resize((bytes_.size() + 3) / 4 * 4);
}

}  // namespace kickpath::interop

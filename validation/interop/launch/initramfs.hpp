#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kickpath::interop {

/// An archive that Linux unpacks into its first file system: Linux
/// Documentation/driver-api/early-userspace/buffer-format.rst, "newc".
class Initramfs {
 public:
  void add_folder(const std::string& name);
  void add_program(const std::string& name, std::span<const std::byte> content);
  void add_character_device(const std::string& name, std::uint32_t major, std::uint32_t minor);

  /// The archive, with its end.
  std::vector<std::byte> finish();

 private:
  void add(const std::string& name, std::uint32_t mode, std::span<const std::byte> content,
           std::uint32_t major = 0, std::uint32_t minor = 0);
  void append(std::span<const std::byte> bytes);

  std::vector<std::byte> bytes_;
  std::uint32_t inode_ = 1;
};

}  // namespace kickpath::interop

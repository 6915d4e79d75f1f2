#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "interop/combination.hpp"
#include "qemu/qemu_process.hpp"
#include "vhost_user/server.hpp"
#include "vmm/file_descriptor.hpp"

namespace kickpath::interop {

/// A file that QEMU's virtio-blk device has as its disk: their device, our driver.
class FileDisk {
 public:
  FileDisk(const std::filesystem::path& path, std::uint32_t sectors);
  FileDisk(const FileDisk&) = delete;
  FileDisk& operator=(const FileDisk&) = delete;
  ~FileDisk();

  /// QEMU's words.
  std::vector<std::string> words(std::uint16_t queue_size) const;
  std::span<std::byte> bytes() const { return {mapped_, size_}; }
  /// What a block driver of QEMU needs to be told.
  std::string node(const std::string& name) const;

 private:
  std::filesystem::path path_;
  std::size_t size_;
  std::byte* mapped_ = nullptr;
};

/// The same file behind qemu-storage-daemon and QEMU's vhost-user-blk: the device is libvhost-user's, another
/// one than QEMU's own, of split rings only.
class DaemonDisk {
 public:
  DaemonDisk(const std::string& daemon, const std::filesystem::path& folder, std::uint32_t sectors);

  std::vector<std::string> words(std::uint16_t queue_size) const;
  std::span<std::byte> bytes() const { return file_.bytes(); }

 private:
  FileDisk file_;
  std::string socket_;
  qemu::QemuProcess process_;
};

/// A disk of ours behind QEMU's vhost-user-blk device: QEMU passes memory, ioeventfd and irqfd on, and its
/// guest talks to our device. Served in a thread until QEMU goes.
class ServedDisk {
 public:
  ServedDisk(const std::filesystem::path& socket, std::uint32_t sectors);
  ServedDisk(const ServedDisk&) = delete;
  ServedDisk& operator=(const ServedDisk&) = delete;
  ~ServedDisk();

  std::vector<std::string> words(std::uint16_t queue_size) const;
  /// A device that offers no more than `combination`, for a driver that takes all it can.
  std::vector<std::string> words_for(const Combination& combination, std::uint16_t queue_size) const;
  std::span<std::byte> bytes() { return disk_.bytes(); }
  /// Once QEMU has gone.
  const vhost_user::Session& wait();

 private:
  std::string path_;
  vhost_user::BlkDisk disk_;
  vhost_user::Listener listener_;
  vhost_user::Session session_;
  std::thread thread_;
};

}  // namespace kickpath::interop

#include "interop/disks.hpp"

#include <chrono>
#include <fcntl.h>
#include <fmt/format.h>
#include <stdexcept>
#include <sys/mman.h>
#include <unistd.h>

#include "integrity/content.hpp"
#include "qemu/qemu_plan.hpp"
#include "vmm/system_call.hpp"

namespace kickpath::interop {

namespace {

std::string device_words(const char* device, std::uint16_t queue_size) {
  return fmt::format("{},addr={:#x},num-queues=1,queue-size={},disable-legacy=on", device, qemu::first_slot,
                     queue_size);
}

/// All that a driver may want is offered; it takes what the check is of.
constexpr const char* all_features = ",event_idx=on,indirect_desc=on,packed=on";

const char* on_off(bool is_on) { return is_on ? "on" : "off"; }

}  // namespace

FileDisk::FileDisk(const std::filesystem::path& path, std::uint32_t sectors)
    : path_(path), size_(sectors * integrity::sector_bytes) {
  const vmm::FileDescriptor file(
      vmm::checked(open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600), path.c_str()));
  vmm::checked(ftruncate(file.get(), static_cast<off_t>(size_)), "ftruncate");
  void* const place = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
  if (place == MAP_FAILED) vmm::checked(-1, "mmap");
  mapped_ = static_cast<std::byte*>(place);
}

FileDisk::~FileDisk() {
  munmap(mapped_, size_);
  unlink(path_.c_str());
}

// Threads of QEMU's pool finish in any order; flushes go no further than the host's cache.
std::string FileDisk::node(const std::string& name) const {
  return fmt::format(
      "driver=raw,node-name={},cache.no-flush=on,file.driver=file,file.aio=threads,file.cache.no-flush=on,"
      "file.filename={}",
      name, path_.string());
}

std::vector<std::string> FileDisk::words(std::uint16_t queue_size) const {
  return {
      "-object",
      "iothread,id=iothread0",
      "-blockdev",
      node("disk0"),
      "-device",
      device_words("virtio-blk-pci,drive=disk0,iothread=iothread0,ioeventfd=on", queue_size) + all_features};
}

DaemonDisk::DaemonDisk(const std::string& daemon, const std::filesystem::path& folder, std::uint32_t sectors)
    : file_(folder / "disk", sectors), socket_(folder / "socket"),
      process_(
          {daemon, "--blockdev", file_.node("disk0"), "--export",
           "type=vhost-user-blk,id=export0,node-name=disk0,writable=on,addr.type=unix,addr.path=" + socket_},
          {}) {
  using namespace std::chrono_literals;
  for (int tries = 0; !std::filesystem::exists(socket_); ++tries) {
    if (tries == 3000 || process_.how_it_ended())
      throw std::runtime_error("qemu-storage-daemon exports nothing\n" + process_.last_messages());
    std::this_thread::sleep_for(10ms);
  }
}

std::vector<std::string> DaemonDisk::words(std::uint16_t queue_size) const {
  return {"-chardev", "socket,id=backend,path=" + socket_, "-device",
          device_words("vhost-user-blk-pci,chardev=backend", queue_size) + all_features};
}

ServedDisk::ServedDisk(const std::filesystem::path& socket, std::uint32_t sectors)
    : path_(socket), disk_(sectors), listener_(path_) {
  thread_ = std::thread([this] {
    if (auto frontend = listener_.accept()) session_ = vhost_user::serve(*frontend, disk_);
  });
}

ServedDisk::~ServedDisk() {
  listener_.stop();
  wait();
}

std::vector<std::string> ServedDisk::words(std::uint16_t queue_size) const {
  return {"-chardev", "socket,id=backend,path=" + path_, "-device",
          device_words("vhost-user-blk-pci,chardev=backend", queue_size) + all_features};
}

std::vector<std::string> ServedDisk::words_for(const Combination& c, std::uint16_t queue_size) const {
  return {"-chardev", "socket,id=backend,path=" + path_, "-device",
          device_words("vhost-user-blk-pci,chardev=backend", queue_size) +
              fmt::format(",event_idx={},indirect_desc={},packed={}",
                          on_off(c.suppression == virtqueue::Suppression::event_idx), on_off(c.is_indirect),
                          on_off(c.layout == device::Layout::packed))};
}

const vhost_user::Session& ServedDisk::wait() {
  if (thread_.joinable()) thread_.join();
  return session_;
}

}  // namespace kickpath::interop

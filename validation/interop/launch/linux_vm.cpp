#include "interop/linux_vm.hpp"

#include <array>
#include <cinttypes>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <unistd.h>

#include "interop/initramfs.hpp"
#include "qemu/memory_file.hpp"
#include "qemu/qemu_process.hpp"

namespace kickpath::interop {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// Each after those that it needs.
constexpr std::array<const char*, 6> module_names = {
    "virtio/virtio_ring.ko",           "virtio/virtio.ko",     "virtio/virtio_pci_legacy_dev.ko",
    "virtio/virtio_pci_modern_dev.ko", "virtio/virtio_pci.ko", "block/virtio_blk.ko"};

/// The one entry of a folder whose name begins so.
fs::path only_entry(const fs::path& folder, const std::string& prefix) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().filename().string().starts_with(prefix)) return entry.path();
  throw std::runtime_error(fmt::format("{} has no {}*", folder.string(), prefix));
}

std::vector<std::byte> content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::byte> content(fs::file_size(path));
  file.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
  if (!file) throw std::runtime_error(path.string() + ": cannot be read");
  return content;
}

std::vector<std::byte> file_system(const LinuxCheck& check) {
  Initramfs archive;
  for (const char* const folder : {"dev", "proc", "modules"}) archive.add_folder(folder);
  archive.add_character_device("dev/console", 5, 1);  // init's output, before there is a devtmpfs
  archive.add_program("init", content_of(check.init));
  for (std::size_t i = 0; i < check.kernel.modules.size(); ++i)
    archive.add_program(fmt::format("modules/{}", i), content_of(check.kernel.modules[i]));
  return archive.finish();
}

std::string text_of(const qemu::MemoryFile& file) {
  std::string text(file.size(), '\0');
  const ssize_t n = pread(file.fd(), text.data(), text.size(), 0);
  text.resize(n < 0 ? 0 : static_cast<std::size_t>(n));
  return text;
}

std::string end_of(const std::string& text) {
  return text.size() <= 2000 ? text : text.substr(text.size() - 2000);
}

}  // namespace

LinuxKernel find_kernel(const fs::path& root) {
  LinuxKernel kernel{only_entry(root / "boot", "vmlinuz-"), {}};
  const fs::path drivers = only_entry(root / "lib/modules", "") / "kernel/drivers";
  for (const char* const name : module_names) {
    kernel.modules.push_back(drivers / name);
    if (!fs::exists(kernel.modules.back()))
      throw std::runtime_error(kernel.modules.back().string() + " is missing");
  }
  return kernel;
}

LinuxFindings check_on_linux(const LinuxCheck& check, std::chrono::seconds patience) {
  const qemu::MemoryFile console("kickpath-console", std::size_t{0});
  const qemu::MemoryFile archive("kickpath-initramfs", file_system(check));
  std::vector<std::string> words = {
      check.qemu,
      "-no-user-config",
      "-nodefaults",
      "-no-reboot",
      "-display",
      "none",
      "-vga",
      "none",
      "-machine",
      "pc,accel=tcg,memory-backend=ram",
      "-cpu",
      "max",
      "-m",
      "256",
      "-object",
      "memory-backend-memfd,id=ram,size=256M,share=on",
      "-chardev",
      "file,id=console,path=" + console.path(),
      "-serial",
      "chardev:console",
      "-kernel",
      check.kernel.image.string(),
      "-initrd",
      archive.path(),
      "-append",
      fmt::format("console=ttyS0 quiet panic=-1 interop.requests={} interop.seed={}", check.requests,
                  check.seed)};
  words.insert(words.end(), check.disk.begin(), check.disk.end());
  qemu::QemuProcess process(words, {console.fd(), archive.fd()});
  for (const auto end = std::chrono::steady_clock::now() + patience; !process.how_it_ended();) {
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error("Linux is not done in time\n" + end_of(text_of(console)) +
                               process.last_messages());
    std::this_thread::sleep_for(20ms);
  }
  return findings_in(text_of(console) + process.last_messages());
}

LinuxFindings findings_in(const std::string& console) {
  LinuxFindings f;
  const std::size_t at = console.rfind("interop: reads");
  const int n = at == std::string::npos
                    ? 0
                    : std::sscanf(console.c_str() + at,
                                  "interop: reads %" SCNu64 " writes %" SCNu64 " flushes %" SCNu64
                                  " failed %" SCNu64 " bad_sectors %" SCNu64 " digest %" SCNu64,
                                  &f.reads, &f.writes, &f.flushes, &f.failed, &f.bad_sectors, &f.digest);
  if (n != 6) throw std::runtime_error("Linux came to no result\n" + end_of(console));
  return f;
}

}  // namespace kickpath::interop

// The one process of a Linux guest: loads the modules of virtio-blk, then checks the data of /dev/vda as
// integrity/disk_check.hpp does, but through Linux's driver: many asynchronous requests past the page cache,
// of pieces here and there in memory.
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <string>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

#include "integrity/draws.hpp"
#include "integrity/ledger.hpp"
#include "virtqueue/direct_memory.hpp"

namespace {

using namespace kickpath::integrity;
using kickpath::virtqueue::DirectMemory;
using kickpath::virtqueue::GuestAddress;

constexpr std::uint32_t depth = 32;
constexpr std::uint32_t most_sectors = 8;
constexpr std::uint64_t slot_bytes =
    2 * sector_bytes * most_sectors;  // every other sector: pieces do not touch

[[noreturn]] void end(const char* what) {
  std::printf("interop: failed: %s: %s\n", what, std::strerror(errno));
  reboot(RB_AUTOBOOT);
  std::abort();
}
long checked(long result, const char* what) {
  if (result < 0) end(what);
  return result;
}

void load_modules() {
  for (int i = 0;; ++i) {
    const std::string path = "/modules/" + std::to_string(i);
    const int file = open(path.c_str(), O_RDONLY);
    if (file < 0) return;
    checked(syscall(SYS_finit_module, file, "", 0), path.c_str());
    close(file);
  }
}

int open_disk() {
  for (int tries = 0; tries < 300; ++tries) {
    const int disk = open("/dev/vda", O_RDWR | O_DIRECT);
    if (disk >= 0) return disk;
    usleep(100'000);
  }
  end("/dev/vda");
}

/// Of the kernel's command line: "name=123".
std::uint64_t argument(const char* name) {
  char line[4096] = {};
  const int file = static_cast<int>(checked(open("/proc/cmdline", O_RDONLY), "/proc/cmdline"));
  checked(read(file, line, sizeof line - 1), "read");
  close(file);
  const char* const found = std::strstr(line, name);
  if (found == nullptr) end(name);
  return std::strtoull(found + std::strlen(name) + 1, nullptr, 10);
}

struct Slot {
  iocb control{};
  iovec pieces[most_sectors];
  std::uint32_t sector = 0, count = 0;
  bool is_write = false, is_busy = false;
};

class Check {
 public:
  Check(int disk, std::uint32_t sectors, std::uint64_t seed)
      : disk_(disk), generations_(sectors), ledger_(generations_), draws_(seed) {
    checked(posix_memalign(&pool_, 4096, depth * slot_bytes), "memory");
    memory_ = {static_cast<std::byte*>(pool_), GuestAddress{0}, depth * slot_bytes};
    checked(syscall(SYS_io_setup, depth, &context_), "io_setup");
  }

  void run(std::uint64_t requests) {
    for (std::uint64_t left = requests; left != 0;) {
      std::uint32_t posted = 0;
      while (posted < left && in_flight_ < depth && prepare(posted)) ++posted;
      submit(posted);
      left -= posted;
      reap();
      if (draws_.once_in(16)) {
        checked(fdatasync(disk_), "fdatasync");
        ++flushes_;
      }
    }
    while (in_flight_ != 0) reap();
    read_all();
  }

  void report() const {
    std::printf("interop: reads %" PRIu64 " writes %" PRIu64 " flushes %" PRIu64 " failed %" PRIu64
                " bad_sectors %" PRIu64 " digest %" PRIu64 "\n",
                reads_, writes_, flushes_, failed_, bad_, ledger_.digest());
  }

 private:
  static constexpr std::uint64_t offset_of(std::size_t slot, std::uint32_t i) {
    return slot * slot_bytes + 2 * sector_bytes * i;
  }

  /// The next request, as one of those that are submitted together; false: its sectors are under way.
  bool prepare(std::uint32_t place) {
    std::size_t s = 0;
    while (slots_[s].is_busy) ++s;
    Slot& slot = slots_[s];
    slot.count = 1 + draws_.below(most_sectors);
    slot.sector = draws_.below(ledger_.sectors() - slot.count + 1);
    if (!ledger_.take(slot.sector, slot.count)) return false;
    slot.is_write = draws_.once_in(2);
    slot.is_busy = true;
    for (std::uint32_t i = 0; i < slot.count; ++i) {
      const GuestAddress at{offset_of(s, i)};
      if (slot.is_write) ledger_.renew(slot.sector + i);
      write_sector(memory_, at, slot.is_write ? ledger_.name(slot.sector + i) : ~std::uint64_t{0});
      slot.pieces[i] = {static_cast<std::byte*>(pool_) + at.value, sector_bytes};
    }
    slot.control = {};
    slot.control.aio_data = s;
    slot.control.aio_lio_opcode = slot.is_write ? IOCB_CMD_PWRITEV : IOCB_CMD_PREADV;
    slot.control.aio_fildes = static_cast<std::uint32_t>(disk_);
    slot.control.aio_buf = reinterpret_cast<std::uint64_t>(slot.pieces);
    slot.control.aio_nbytes = slot.count;
    slot.control.aio_offset = static_cast<std::int64_t>(slot.sector * sector_bytes);
    together_[place] = &slot.control;
    ++in_flight_;
    return true;
  }

  void submit(std::uint32_t n) {
    for (std::uint32_t done = 0; done < n;)
      done += static_cast<std::uint32_t>(
          checked(syscall(SYS_io_submit, context_, n - done, together_ + done), "io_submit"));
  }

  void reap() {
    io_event events[depth];
    if (in_flight_ == 0) return;
    const long n = checked(syscall(SYS_io_getevents, context_, 1, depth, events, nullptr), "io_getevents");
    for (long i = 0; i < n; ++i) judge(events[i].data, events[i].res);
  }

  void judge(std::size_t s, std::int64_t result) {
    Slot& slot = slots_[s];
    if (result != static_cast<std::int64_t>(slot.count * sector_bytes)) ++failed_;
    ++(slot.is_write ? writes_ : reads_);
    if (!slot.is_write)
      for (std::uint32_t i = 0; i < slot.count; ++i)
        compare(slot.sector + i, GuestAddress{offset_of(s, i)}, memory_);
    ledger_.give_back(slot.sector, slot.count);
    slot.is_busy = false;
    --in_flight_;
  }

  void compare(std::uint32_t sector, GuestAddress at, const DirectMemory& memory) {
    if (first_wrong_word(memory, at, ledger_.name(sector)) != sector_words) ++bad_;
  }

  void read_all() {
    constexpr std::uint64_t chunk = 512 * sector_bytes;
    void* buffer = nullptr;
    checked(posix_memalign(&buffer, 4096, chunk), "memory");
    const DirectMemory memory{static_cast<std::byte*>(buffer), GuestAddress{0}, chunk};
    for (std::uint32_t next = 0; next < ledger_.sectors(); next += chunk / sector_bytes) {
      checked(pread(disk_, buffer, chunk, static_cast<off_t>(next * sector_bytes)), "pread");
      for (std::uint32_t i = 0; i < chunk / sector_bytes && next + i < ledger_.sectors(); ++i)
        compare(next + i, GuestAddress{i * sector_bytes}, memory);
    }
  }

  int disk_;
  std::vector<std::uint32_t> generations_;
  Ledger ledger_;
  Draws draws_;
  void* pool_ = nullptr;
  DirectMemory memory_;
  aio_context_t context_ = 0;
  Slot slots_[depth];
  iocb* together_[depth] = {};
  std::uint32_t in_flight_ = 0;
  std::uint64_t reads_ = 0, writes_ = 0, flushes_ = 0, failed_ = 0, bad_ = 0;
};

}  // namespace

int main() {
  checked(mount("devtmpfs", "/dev", "devtmpfs", 0, nullptr), "devtmpfs");
  checked(mount("proc", "/proc", "proc", 0, nullptr), "proc");
  setvbuf(stdout, nullptr, _IONBF, 0);
  load_modules();
  const int disk = open_disk();
  const auto sectors = static_cast<std::uint32_t>(checked(lseek(disk, 0, SEEK_END), "lseek") / 512);
  Check check(disk, sectors, argument("interop.seed"));
  check.run(argument("interop.requests"));
  check.report();
  sync();
  reboot(RB_AUTOBOOT);
}

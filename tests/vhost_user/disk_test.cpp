// The disk alone: virtio-blk requests as chains over shared memory.
#include <cstring>

#include <catch2/catch.hpp>

#include "frontend.hpp"
#include "vhost_user/blk_disk.hpp"

using namespace kickpath;
using namespace kickpath::vhost_user;
using namespace kickpath::vhost_user::testing;
using virtqueue::Buffer;
using virtqueue::Chain;
using virtqueue::GuestAddress;

namespace {

/// Memory of one region at `high`, and a disk of 4 sectors, of which sector n is full of n.
struct Machine {
  Machine() {
    std::vector<vmm::FileDescriptor> files;
    files.emplace_back(dup(frontend.memory()));
    const MemoryRegion regions[] = {high_region};
    table = MemoryTable(regions, files);
    for (std::size_t i = 0; i < disk.bytes().size(); ++i) disk.bytes()[i] = static_cast<std::byte>(i / 512);
  }
  std::byte* at(std::uint64_t offset) { return table.at(high + offset); }

  /// Header at 0, data at 0x1000, status at 0x800; both full of 0xff before.
  std::uint32_t serve(std::uint32_t type, std::uint64_t sector, std::uint32_t data_bytes,
                      bool device_writes) {
    std::memcpy(at(0), &type, 4);
    std::memcpy(at(8), &sector, 8);
    if (device_writes) std::memset(at(0x1000), 0xff, data_bytes);
    *at(0x800) = std::byte{0xff};
    Chain chain(0);
    chain.append({high, 7, false});  // the header in two
    chain.append({high + 7, 9, false});
    if (data_bytes != 0) {
      chain.append({high + 0x1000, 1, device_writes});  // the data, too
      chain.append({high + 0x1001, data_bytes - 1, device_writes});
    }
    chain.append({high + 0x800, 1, true});
    return disk.serve(table, chain);
  }
  int status() { return std::to_integer<int>(*at(0x800)); }

  ServedDisk unused{1};
  Frontend frontend{unused.frontend_end.get()};
  MemoryTable table;
  BlkDisk disk{4};
};

}  // namespace

TEST_CASE("A disk reads and writes sectors through buffers that are cut anywhere") {
  Machine m;
  CHECK(m.serve(0, 1, 1024, true) == 1025);  // data and status
  CHECK(m.status() == 0);
  CHECK(*m.at(0x1000) == std::byte{1});
  CHECK(*m.at(0x1000 + 511) == std::byte{1});
  CHECK(*m.at(0x1000 + 512) == std::byte{2});
  CHECK(*m.at(0x1000 + 1024) == std::byte{0});  // nothing behind

  std::memset(m.at(0x1000), 0x77, 512);
  CHECK(m.serve(1, 3, 512, false) == 1);
  CHECK(m.status() == 0);
  CHECK(m.disk.bytes()[3 * 512] == std::byte{0x77});
  CHECK(m.disk.bytes()[4 * 512 - 1] == std::byte{0x77});
  CHECK(m.disk.bytes()[3 * 512 - 1] == std::byte{2});
}

TEST_CASE("A disk answers what it cannot do with a status, and touches nothing") {
  Machine m;
  CHECK(m.serve(0, 3, 1024, true) == 1);  // sectors 3 and 4 of 4
  CHECK(m.status() == 1);                 // VIRTIO_BLK_S_IOERR
  CHECK(*m.at(0x1000) == std::byte{0xff});
  CHECK(m.serve(1, ~0ull, 512, false) == 1);
  CHECK(m.status() == 1);
  CHECK(m.serve(0, 0, 511, true) == 1);  // no whole sector
  CHECK(m.status() == 1);
  CHECK(m.serve(11, 0, 512, false) == 1);  // discard
  CHECK(m.status() == 2);                  // VIRTIO_BLK_S_UNSUPP
}

TEST_CASE("A disk flushes, and tells its name") {
  Machine m;
  CHECK(m.serve(4, 0, 0, false) == 1);
  CHECK(m.status() == 0);
  CHECK(m.serve(8, 0, 20, true) == 21);
  CHECK(m.status() == 0);
  CHECK(std::memcmp(m.at(0x1000), "kickpath\0", 9) == 0);
}

TEST_CASE("A request without header or status is counted, and nothing is written") {
  Machine m;
  Chain no_status(0);
  no_status.append({high, 16, false});
  CHECK(m.disk.serve(m.table, no_status) == 0);
  Chain no_header(0);
  no_header.append({high, 15, false});
  no_header.append({high + 0x800, 1, true});
  CHECK(m.disk.serve(m.table, no_header) == 0);
  CHECK(m.disk.malformed() == 2);
}

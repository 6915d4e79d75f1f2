#include "store/file_system.hpp"

#include <catch2/catch.hpp>

using namespace kickpath::store;

TEST_CASE("NFS, SMB, Ceph, Lustre, GPFS, BeeGFS and what is in user space are network file systems") {
  // f_type of statfs(2)
  for (const unsigned long type : {0x6969ul, 0xff534d42ul, 0xfe534d42ul, 0x517bul, 0xc36400ul, 0xbd00bd0ul,
                                   0x47504653ul, 0x19830326ul, 0x1021997ul, 0x65735546ul})
    CHECK(is_network_type(type));
}

TEST_CASE("ext4, xfs, btrfs, tmpfs and overlay are none") {
  for (const unsigned long type : {0xef53ul, 0x58465342ul, 0x9123683eul, 0x1021994ul, 0x794c7630ul})
    CHECK(!is_network_type(type));
}

TEST_CASE("A folder that does not exist is on no network") { CHECK(!is_on_network("/no/such/folder")); }

#include "store/file_system.hpp"

#include <algorithm>
#include <array>
#include <linux/magic.h>
#include <sys/vfs.h>

namespace kickpath::store {

bool is_network_type(unsigned long type) {
  // Those without a name in linux/magic.h 6.1 are from statfs(2) and from their own sources.
  constexpr std::array<unsigned long, 15> network{
      NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC,  CIFS_SUPER_MAGIC,  SMB2_SUPER_MAGIC,
      CEPH_SUPER_MAGIC, AFS_SUPER_MAGIC,  AFS_FS_MAGIC,      CODA_SUPER_MAGIC,
      V9FS_MAGIC,       FUSE_SUPER_MAGIC, OCFS2_SUPER_MAGIC,
      0x01161970,  // GFS2
      0x0bd00bd0,  // Lustre
      0x47504653,  // GPFS
      0x19830326,  // BeeGFS
  };
  return std::find(network.begin(), network.end(), type) != network.end();
}

bool is_on_network(const std::string& folder) {
  struct statfs found {};
  return ::statfs(folder.c_str(), &found) == 0 && is_network_type(static_cast<unsigned long>(found.f_type));
}

}  // namespace kickpath::store

#pragma once
#include <string>

namespace kickpath::store {

/// Does a folder lie on a network file system, or on one in user space that may be one (sshfs)? There the
/// shared memory of SQLite's write-ahead log does not work (https://www.sqlite.org/wal.html, "all processes
/// must be on the same host").
bool is_on_network(const std::string& folder);

/// The same for statfs(2)'s f_type.
bool is_network_type(unsigned long type);

}  // namespace kickpath::store

#pragma once
#include <string>
#include <vector>

#include "vm/vm_spec.hpp"

/// How QEMU is asked for the VM of a scenario.
namespace kickpath::qemu {

/// Files that QEMU opens, by paths that it can open.
struct QemuFiles {
  std::string program;  ///< QEMU itself
  std::string memory;   ///< the guest's memory
  std::string payload;
  std::string faults;  ///< gets a byte for each exception that nobody expected (stubs.S)
};

std::vector<std::string> command_line(const vm::VmSpec& spec, const std::string& vm_name,
                                      std::uint64_t memory_bytes, const QemuFiles& files);

/// The iothreads of a VM: devices that name the same share it.
struct Iothread {
  std::string id;            ///< of the object; its thread is called "IO " and that
  std::uint32_t device = 0;  ///< the first that it serves
};
std::vector<Iothread> iothreads_of(const vm::VmSpec& spec);

}  // namespace kickpath::qemu

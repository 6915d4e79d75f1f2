#pragma once
#include <cpuid.h>
#include <cstring>

namespace kickpath::vmm {

/// Does QEMU's TCG emulate this machine? It forgets the shadow of STI when a guest is entered (seen with
/// QEMU 7.2: helper_vmrun does not load int_state), so an interrupt can come between STI and HLT.
inline bool is_emulated_by_tcg() {
  unsigned words[4] = {};
  __cpuid(0x40000000, words[0], words[1], words[2], words[3]);
  return std::memcmp(&words[1], "TCGTCGTCGTCG", 12) == 0;
}

}  // namespace kickpath::vmm

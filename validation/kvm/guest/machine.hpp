#pragma once
#include <cstdint>

#include "protocol/address_map.hpp"

/// The instructions that the programs need of the processor, each in ring 3.
namespace kickpath::guest {

inline void out(std::uint16_t port, std::uint32_t value) {
  __asm__ volatile("outl %0, %1" ::"a"(value), "d"(port) : "memory");
}

inline void out_word(std::uint16_t port, std::uint16_t value) {
  __asm__ volatile("outw %0, %1" ::"a"(value), "d"(port) : "memory");
}

inline void pause() { __asm__ volatile("pause" ::: "memory"); }

/// Keeps the compiler from moving accesses across; the processor's own order is enough where both sides run
/// on this vcpu.
inline void compiler_barrier() { __asm__ volatile("" ::: "memory"); }

/// The service of stubs.S: into ring 0, which halts unless an interrupt has come.
inline void halt_service() { __asm__ volatile("int3" ::: "rax", "rcx", "rdx", "memory"); }

/// An exception that the VMM reports: an invariant of the payload is broken.
[[noreturn]] inline void die() {
  __asm__ volatile("ud2");
  __builtin_unreachable();
}

/// The program has ended; the VMM does not run this vcpu again.
[[noreturn]] inline void leave(std::uint32_t vcpu) {
  for (;;) out(protocol::exit_port, vcpu);
}

}  // namespace kickpath::guest

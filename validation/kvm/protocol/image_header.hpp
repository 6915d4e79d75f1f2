#pragma once
#include <cstdint>

namespace kickpath::protocol {

/// The first bytes of the payload: where its entry and its ring-0 stubs are. stubs.S writes it.
struct ImageHeader {
  static constexpr std::uint64_t expected_magic = 0x6874617070616b63;

  std::uint64_t magic = 0;
  std::uint64_t entry = 0;            ///< ring 3; rdi: the vcpu's control block
  std::uint64_t halt = 0;             ///< halts unless interrupted
  std::uint64_t halt_until = 0;       ///< the same, with the deadline timer armed
  std::uint64_t interrupt = 0;        ///< of a queue
  std::uint64_t timed_interrupt = 0;  ///< the same, which notes the time
  std::uint64_t timer = 0;
  std::uint64_t spurious = 0;
  std::uint64_t faults = 0;  ///< of vector 0; the next one is fault_stride further
  std::uint64_t end = 0;     ///< of the payload in memory, zeroes included
  // The three handlers for an emulator that lets interrupts in between STI and HLT.
  std::uint64_t mended_interrupt = 0;
  std::uint64_t mended_timed_interrupt = 0;
  std::uint64_t mended_timer = 0;
};

constexpr std::uint64_t fault_stride = 16;
constexpr unsigned fault_vectors = 32;

}  // namespace kickpath::protocol

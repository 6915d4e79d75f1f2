#pragma once
#include <cstdint>

namespace kickpath::qemu_guest {

/// `in` and `out` of 8, 16 or 32 bits.
template <class T>
void write_port(std::uint32_t port, T value) {
  const auto at = static_cast<std::uint16_t>(port);
  if constexpr (sizeof(T) == 1) __asm__ volatile("outb %0, %1" ::"a"(value), "d"(at) : "memory");
  if constexpr (sizeof(T) == 2) __asm__ volatile("outw %0, %1" ::"a"(value), "d"(at) : "memory");
  if constexpr (sizeof(T) == 4) __asm__ volatile("outl %0, %1" ::"a"(value), "d"(at) : "memory");
}

template <class T>
T read_port(std::uint32_t port) {
  const auto at = static_cast<std::uint16_t>(port);
  T value{};
  if constexpr (sizeof(T) == 1) __asm__ volatile("inb %1, %0" : "=a"(value) : "d"(at) : "memory");
  if constexpr (sizeof(T) == 2) __asm__ volatile("inw %1, %0" : "=a"(value) : "d"(at) : "memory");
  if constexpr (sizeof(T) == 4) __asm__ volatile("inl %1, %0" : "=a"(value) : "d"(at) : "memory");
  return value;
}

/// A device's register in memory.
template <class T>
void write_mmio(std::uint64_t address, T value) {
  *reinterpret_cast<volatile T*>(address) = value;
}
template <class T>
T read_mmio(std::uint64_t address) {
  return *reinterpret_cast<const volatile T*>(address);
}

}  // namespace kickpath::qemu_guest

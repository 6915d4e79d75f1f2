#include <array>
#include <cstddef>
#include <cstdint>

// Every header, alone in a program without libc: what is missing here would be missing in the guest.
#include "virtqueue/buffer.hpp"
#include "virtqueue/chain.hpp"
#include "virtqueue/chain_check.hpp"
#include "virtqueue/chain_reader.hpp"
#include "virtqueue/descriptor.hpp"
#include "virtqueue/device_error.hpp"
#include "virtqueue/device_queue.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/driver_queue.hpp"
#include "virtqueue/driver_result.hpp"
#include "virtqueue/driver_slot.hpp"
#include "virtqueue/guest_address.hpp"
#include "virtqueue/guest_memory.hpp"
#include "virtqueue/layout.hpp"
#include "virtqueue/packed_chain_reader.hpp"
#include "virtqueue/packed_device.hpp"
#include "virtqueue/packed_driver.hpp"
#include "virtqueue/packed_event.hpp"
#include "virtqueue/packed_layout.hpp"
#include "virtqueue/request_check.hpp"
#include "virtqueue/split_device.hpp"
#include "virtqueue/split_driver.hpp"
#include "virtqueue/suppression.hpp"

using namespace kickpath::virtqueue;

template class kickpath::virtqueue::SplitDriver<DirectMemory>;
template class kickpath::virtqueue::SplitDevice<DirectMemory>;
template class kickpath::virtqueue::PackedDriver<DirectMemory>;
template class kickpath::virtqueue::PackedDevice<DirectMemory>;
static_assert(DriverQueue<SplitDriver<DirectMemory>> && DriverQueue<PackedDriver<DirectMemory>>);
static_assert(DeviceQueue<SplitDevice<DirectMemory>> && DeviceQueue<PackedDevice<DirectMemory>>);

// The compiler may call these four in any program (GCC manual, -ffreestanding), and libc is not there to have
// them.
extern "C" {
void* memcpy(void* to, const void* from, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) static_cast<volatile char*>(to)[i] = static_cast<const char*>(from)[i];
  return to;
}
void* memmove(void* to, const void* from, std::size_t n) {
  if (to < from) return memcpy(to, from, n);
  for (std::size_t i = n; i-- > 0;) static_cast<volatile char*>(to)[i] = static_cast<const char*>(from)[i];
  return to;
}
void* memset(void* to, int byte, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) static_cast<volatile char*>(to)[i] = static_cast<char>(byte);
  return to;
}
int memcmp(const void* a, const void* b, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const int d = static_cast<const volatile unsigned char*>(a)[i] - static_cast<const unsigned char*>(b)[i];
    if (d != 0) return d;
  }
  return 0;
}
}

namespace {

/// One request there and back; 0 when all is well.
int round_trip() {
  alignas(64) std::byte bytes[4096];
  std::array<DriverSlot, 8> slots;
  const DirectMemory memory{bytes, {0x1000}, sizeof bytes};
  const QueueLayout layout = lay_out(GuestAddress{0x1000}, 8);
  SplitDriver driver(memory, layout, slots, Suppression::event_idx);
  SplitDevice device(memory, layout, Suppression::event_idx);
  const Buffer buffer{{0x1800}, 64, true};
  if (driver.add({&buffer, 1}, 42) != AddResult::added || !driver.needs_kick()) return 1;
  while (const auto chain = device.pop()) device.push(chain->head(), 64);
  if (device.enable_notifications() || !device.needs_interrupt()) return 2;
  const auto used = driver.reap();
  return used && used->token == 42 && used->length == 64 ? 0 : 3;
}

// Linux x86-64 exit(2): this runs as a test of the host, where there is no libc to return to.
[[noreturn]] void exit_with(long status) {
  asm volatile("syscall" : : "a"(60L), "D"(status) : "rcx", "r11", "memory");
  __builtin_unreachable();
}

}  // namespace

// The kernel enters without a return address on the stack; the compiler expects one.
extern "C" [[noreturn, gnu::force_align_arg_pointer]] void _start() { exit_with(round_trip()); }

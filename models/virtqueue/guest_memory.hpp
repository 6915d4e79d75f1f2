#pragma once
#include <concepts>
#include <cstdint>

#include "virtqueue/guest_address.hpp"

/// How a queue reaches the memory that driver and device share. The queues do every shared access through it,
/// so that the simulator sees which cache lines move, while guest and VMM get plain loads and stores
/// (direct_memory.hpp).
///
/// The queues promise: each access lies in what `contains` admitted, and is aligned to its own size.
/// The memory promises: each access happens once, whole, and as the peer sees it little-endian;
/// `load_acquire` and `store_release` order as in C++; `full_barrier` orders earlier stores before later
/// loads. A queue keeps a copy: make it a small handle.
namespace kickpath::virtqueue {

template <class M, class T>
concept HasAccess = requires(M memory, GuestAddress address, T value) {
  { memory.template load<T>(address) } -> std::same_as<T>;
  memory.template store<T>(address, value);
};

template <class M>
concept GuestMemory = HasAccess<M, std::uint16_t> && HasAccess<M, std::uint32_t> &&
    HasAccess<M, std::uint64_t> &&
    requires(M memory, const M& constant, GuestAddress address, std::uint16_t index, std::uint64_t length) {
  { memory.template load_acquire<std::uint16_t>(address) } -> std::same_as<std::uint16_t>;
  memory.template store_release<std::uint16_t>(address, index);
  memory.full_barrier();
  /// Are `length` bytes from `address` all there? Must not overflow, whatever the guest wrote.
  { constant.contains(address, length) } -> std::same_as<bool>;
};

}  // namespace kickpath::virtqueue
